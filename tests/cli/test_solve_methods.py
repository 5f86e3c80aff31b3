"""`coe solve`: methods, first drafts, what the record says, and an interruption."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINEAR = "Solve for x: 2x + 5 = 13"
SOLUTION = "Subtract 5: 2x = 8\nDivide by 2: x = 4\nAnswer: x = 4"


def test_cot_shows_the_solution_and_its_verdicts(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--method", "cot", "--model-type", script(SOLUTION))
    assert done.code == 0, done.err
    rows = [" ".join(row.split()) for row in done.out.splitlines()]
    title = rows.index("Solution:")
    assert rows[title + 1] == "+ 1 Subtract 5: 2x = 8 ok"
    assert rows[-1].startswith("solved: 1 step, 12 tokens (10 read, 2 written), ")
    assert "Think step by step" in script.seen[0]


def test_direct_is_the_answer_alone(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--method", "direct", "--model-type", script("5"))
    assert done.code == 1
    assert "Answer: 5" in done.out
    assert "--method coe" in done.out.splitlines()[-1]


def test_json_holds_the_method_and_the_reply(coe: Callable, script: Callable) -> None:
    done = coe("solve", LINEAR, "--method", "cot", "--json", "--model-type", script(SOLUTION))
    record = json.loads(done.out)
    assert (record["method"], record["status"], record["edits"]) == ("cot", "solved", [])
    assert record["solution"] == SOLUTION.splitlines()
    assert record["reply"] == SOLUTION
    assert record["usage"]["completion_tokens"] == 2


def test_a_first_draft_by_the_model_then_edits(coe: Callable, script: Callable) -> None:
    asked = ("solve", LINEAR, "--draft", "model", "--model-type")
    replies = ("2x = 8\nx = 5", "REPL 2 >>>x = 4")
    done = coe(*asked, script(*replies))
    assert done.code == 0, done.err
    assert done.out.index("First draft:") < done.out.index("Step 2: REPL 2 >>>x = 4")
    assert "24 tokens" in done.out
    record = json.loads(coe(*asked, script(*replies), "--json").out)
    assert (record["draft"], record["reply"], record["edits"]) == ("model", replies[0], [replies[1]])


def test_the_default_draft_is_empty(coe: Callable, script: Callable) -> None:
    record = json.loads(coe("solve", LINEAR, "--json", "--model-type", script("ADDL 1 >>>x = 4")).out)
    assert (record["draft"], record["edits"]) == ("empty", ["ADDL 1 >>>x = 4"])


def test_json_says_how_replies_were_drawn(coe: Callable, script: Callable) -> None:
    flags = (
        "--temperature", "0.3", "--top-k", "5", "--top-p", "0.9", "--min-p", "0.1", "--max-tokens", "7",
        "--repetition-penalty", "1.2", "--stop", "!", "--repeat-temperature", "0.8", "--seed", "11",
        "--constrained", "on",
    )  # fmt: skip
    done = coe("solve", LINEAR, *flags, "--json", "--model-type", script("ADDL 1 >>>x = 4"))
    assert json.loads(done.out)["decoding"] == {
        "temperature": 0.3, "top_k": 5, "top_p": 0.9, "min_p": 0.1, "max_tokens": 7,
        "repetition_penalty": 1.2, "stop": ["\n", "!"], "repeat_temperature": 0.8, "seed": 11,
        "constrained": True, "solution_tokens": 1024, "rendering": "state",
    }  # fmt: skip


@pytest.mark.parametrize("flags", [("--method", "cot"), ("--method", "direct"), ("--draft", "model")])
def test_the_built_in_model_knows_only_edits(coe: Callable, flags: tuple[str, str]) -> None:
    done = coe("solve", LINEAR, *flags)
    assert done.code == 2
    assert done.err.startswith("coe: tiny knows only edit commands and cannot ")
    assert done.out == ""


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--method", "guess"), "'guess'"),
        (("--draft", "mine"), "'mine'"),
        (("--method", "cot", "--max-tokens", "9"), "--solution-tokens"),
        (("--solution-tokens", "9"), "--method cot and --draft model"),
        (("--method", "direct", "--draft", "model"), "--method coe"),
    ],
)
def test_flags_that_do_not_fit_are_named(
    coe: Callable, script: Callable, flags: tuple[str, ...], said: str
) -> None:
    done = coe("solve", LINEAR, *flags, "--model-type", script("EXIT"))
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_the_example_script_takes_the_method(
    script: Callable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ["--problem", LINEAR, "--model-type", script(SOLUTION), "--method", "cot"]
    monkeypatch.setattr(sys, "argv", ["solve_cli.py", *flags])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "examples" / "solve_cli.py"), run_name="__main__")
    assert end.value.code == 0
    assert "Solution:" in capsys.readouterr().out


AGENT = """
import time
from coe.messages import Reply, Usage

class Hanging:
    name = "hanging"
    asked = 0
    identity = {"agent": "hanging"}
    def act(self, conversations, sampling=None):
        self.asked += 1
        if self.asked == 2:
            print("waiting", flush=True)
            time.sleep(60)
        return [Reply("ADDL 1 >>>x = 9", Usage(10, 2)) for _ in conversations]
"""


def interrupted(folder: Path, *flags: str) -> tuple[int, str, str]:
    (folder / "hanging_agents.py").write_text(AGENT, encoding="utf-8")
    path = f"{folder}:{os.environ.get('PYTHONPATH', '')}"
    command = [sys.executable, "-m", "coe", "solve", LINEAR, "--model-type", "hanging_agents:Hanging", *flags]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:  # fmt: skip
        assert program.stdout is not None
        seen = ""
        while "waiting" not in seen:
            seen += program.stdout.readline()
        program.send_signal(signal.SIGINT)
        out, error = program.communicate(timeout=30)
        return program.returncode, seen + out, error


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send on Windows")
def test_an_interruption_says_so_and_shows_what_is_kept(tmp_path: Path) -> None:
    code, out, error = interrupted(tmp_path, "--cache", str(tmp_path / "cache"))
    assert (code, error) == (130, "coe: interrupted\n")
    assert "Step 1: ADDL 1 >>>x = 9" in out
    assert "interrupted: 1 step, 12 tokens" in out
    assert f"in the cache {tmp_path / 'cache'}" in " ".join(out.split())
    code, out, error = interrupted(tmp_path, "--json")
    assert (code, error) == (130, "coe: interrupted\n")
    record = json.loads(out.partition("waiting\n")[2])
    assert (record["failure"], record["solution"]) == ("interrupted", ["x = 9"])
    assert record["interrupted"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send on Windows")
def test_an_interrupted_search_keeps_what_there_is(tmp_path: Path) -> None:
    for flags in (("--samples", "2"), ("--search", "beam", "--width", "2")):
        code, out, error = interrupted(tmp_path, *flags)
        assert (code, error) == (130, "coe: interrupted\n")
        assert "x = 9" in out
        assert "What is printed above is all that is kept" in out
