"""What goes wrong on the way: agents, disks, clocks, strangers' files. Nothing finished is lost, and our own
failures are never the agent's mistakes. Killed processes are tried beside what they run: `tests/evaluation`,
`tests/demonstrations`; refused model and adapter folders in `tests/agents`."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.protocol import Conversation
from coe.environment import EpisodeStatus
from coe.errors import UsageError
from coe.evaluation import evaluate, open_run, open_store
from coe.messages import Reply, Sampling
from coe.training.tiny.train import train_tiny
from tests.evaluation.sums import SUMS, config, right, sums
from tests.training.sums import sums as training_sums
from tests.training.test_tiny_train import small

ROOT = Path(__file__).parents[1]


def coe(*arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own; `limit` is the largest file that it may write, in bytes."""

    def small_files() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "coe", *arguments], capture_output=True, text=True, check=False, timeout=200,
        preexec_fn=small_files, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "steps"),
    [
        ("x" * 1_000_000, 15),
        ("ADDL 1 >>>" + "9" * 1_000_000, 15),
        ("\x00\x01\x02\udcff\x1b[31m\u202e", 15),
        ("", 15),
        ("ADDL 1 >>>= 6\n" * 50_000, None),
    ],
    ids=["flood", "long line", "binary", "nothing", "many commands"],
)
def test_what_an_agent_says_is_stored_and_breaks_nothing(
    reply: str, steps: int | None, tmp_path: Path
) -> None:
    run = open_store(str(tmp_path / "r.sqlite"), create=True).begin("main", config())
    evaluate(create_agent("scripted", replies=lambda _: reply), run, config(), sums()[:2])
    assert EpisodeStatus.FAILED not in run.counts()
    for episode in run.episodes():
        assert steps is None or episode.steps == steps
        assert all(len(line) <= 400 for line in episode.lines)
    assert (tmp_path / "r.sqlite").stat().st_size < 200_000_000


class Dying:
    """Answers a while, then raises whatever it is given."""

    name = "dying"

    def __init__(self, error: BaseException) -> None:
        self.error, self.batches = error, 0

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.batches += 1
        if self.batches > 2:
            raise self.error
        return [Reply(right(conversation)) for conversation in conversations]


@pytest.mark.parametrize(
    "error", [MemoryError(), ConnectionResetError("cut"), RecursionError(), OSError(24, "files")]
)
def test_an_agent_that_dies_half_way_fails_what_is_left_and_can_go_on(
    error: Exception, tmp_path: Path
) -> None:
    run = open_store(str(tmp_path / "r.sqlite"), create=True).begin("main", config())
    evaluate(Dying(error), run, config(), sums(), batch_size=2)
    counts = run.counts()
    assert counts[EpisodeStatus.SOLVED] == 4
    assert counts[EpisodeStatus.FAILED] == len(SUMS) - 4
    evaluate(create_agent("scripted", replies=right), run, config(), sums())
    assert run.counts() == {EpisodeStatus.SOLVED: len(SUMS)}


def test_an_interrupted_run_keeps_what_is_finished(tmp_path: Path) -> None:
    run = open_store(str(tmp_path / "r.sqlite"), create=True).begin("main", config())
    with pytest.raises(KeyboardInterrupt):
        evaluate(Dying(KeyboardInterrupt()), run, config(), sums(), batch_size=2)
    assert run.counts() == {EpisodeStatus.SOLVED: 4}


def test_clocks_that_jump_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    jumps = iter(range(0, 10**9, 3_000_000))
    monkeypatch.setattr(time, "time", lambda: now - next(jumps))
    run = open_store(str(tmp_path / "r.sqlite"), create=True).begin("main", config())
    evaluate(create_agent("scripted", replies=right), run, config(), sums())
    assert run.counts() == {EpisodeStatus.SOLVED: len(SUMS)}
    assert all(fact.seconds >= 0 for fact in run.facts())


def test_a_full_disk_stops_a_run_with_the_reason_and_it_goes_on(tmp_path: Path) -> None:
    out = str(tmp_path / "r.sqlite")
    asked = ("evaluate", "--tasks", "percent", "-n", "60", "--start", "empty", "--out", out)
    full = coe(*asked, limit=150_000)
    assert full.returncode == 1, full.stderr
    assert "Traceback" not in full.stderr
    assert any(word in full.stderr.lower() for word in ("full", "i/o error")), full.stderr
    assert coe(*asked).returncode == 0
    assert sum(open_run(out).counts().values()) == 60


def test_a_full_disk_stops_demonstrations_with_the_reason(tmp_path: Path) -> None:
    out = str(tmp_path / "d.jsonl")
    full = coe("demos", "--tasks", "percent", "-n", "400", "--out", out, limit=60_000)
    assert full.returncode in (1, 2), full.stderr
    assert "Traceback" not in full.stderr
    assert coe("demos", "--tasks", "percent", "-n", "400", "--out", out, "--resume").returncode == 0


@pytest.mark.parametrize("place", ["/proc/coe/run.sqlite", "/dev/null/run.sqlite"])
def test_a_folder_that_cannot_be_written(place: str) -> None:
    with pytest.raises(UsageError, match="cannot make the folder"):
        open_store(place, create=True)


TRAINER = """
import sys
from pathlib import Path
from coe.training.tiny.train import train_tiny
from tests.training.sums import sums
from tests.training.test_tiny_train import small
from dataclasses import replace
train_tiny(replace(small(Path(sys.argv[1])), tokens=10**9, checkpoint_minutes=0.001), sums)
"""


def test_training_that_is_killed_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "model"
    process = subprocess.Popen(
        [sys.executable, "-c", TRAINER, str(out)], stdout=subprocess.DEVNULL, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (out / "checkpoint" / "progress.json").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    said: list[str] = []
    progress = train_tiny(replace(small(out), tokens=1), training_sums, report=said.append)
    assert said[0].startswith("resumed at step")
    assert progress.step > 0
    assert (out / "model.safetensors").exists()


@pytest.mark.parametrize(
    "line",
    [
        '{"statement": "x", "answer": ' + "[" * 100_000,
        '{"statement": 5}',
        '{"statement": "x", "__class__": "os.system"}',
        '["a list"]',
        "\x00\x01",
        '{"statement": ""}',
        "not JSON",
    ],
    ids=["deep", "number", "unknown field", "list", "binary", "empty", "text"],
)
def test_a_malicious_file_of_problems_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    file = tmp_path / "problems.jsonl"
    file.write_text('{"statement": "Calculate 1 + 1", "answer": "2"}\n' + line + "\n", encoding="utf-8")
    done = coe("evaluate", "--tasks", str(file), "--start", "empty", "--out", str(tmp_path / "r.sqlite"))
    assert done.returncode in (1, 2)
    assert f"{file}:2" in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr
