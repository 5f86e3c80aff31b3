"""Runs in worker processes: the same episodes, whatever dies on the way, and no process left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.protocol import Agent, Conversation
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus
from coe.errors import CoeError, UsageError
from coe.messages import Reply, Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.tasks.catalogue import make_problem
from coe.workers import play_in_processes
from tests.processes import is_running, wait_until_gone

SUMS = [Start(Problem(f"Calculate {a} + 5", answer=str(a + 5))) for a in range(1, 41)]
play = partial(run_episodes, batch_size=2)


def solve_sum(conversation: Conversation) -> Reply:
    statement = conversation[-1].content.split("\n")[0].removeprefix("Problem: Calculate ")
    return Reply(f"ADDL 1 >>>= {{{statement}}}")


class Adder:
    """Solves sums; may be told to die."""

    name = "adder"

    def __init__(self, mark: str = "", deadly: str = "\0") -> None:
        self.mark, self.deadly, self.batches = mark, deadly, 0

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.batches += 1
        if any(self.deadly in conversation[-1].content for conversation in conversations):
            os.kill(os.getpid(), signal.SIGKILL)
        if self.mark and self.batches == 3:
            try:
                Path(self.mark).touch(exist_ok=False)
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return [solve_sum(conversation) for conversation in conversations]


def unmade() -> Agent:
    raise CoeError("no model here")


def never_ready() -> Agent:
    os._exit(3)


def ready_but_once(mark: str) -> Agent:
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return Adder()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def what_was_said(episodes: Iterator[Episode]) -> dict[tuple[str, int], tuple[object, ...]]:
    return {
        (episode.problem.id, episode.sample): (
            episode.problem, episode.status, episode.lines, tuple(turn.reply for turn in episode.turns),
            tuple(turn.temperature for turn in episode.turns),
        )
        for episode in episodes
    }  # fmt: skip


def test_the_built_in_model_says_the_same_in_one_process_and_in_two() -> None:
    families = ("percent", "quadratics", "linear_equations")
    problems = [make_problem(family, "test", 3, index) for index in range(11) for family in families]
    starts = [Start(problem, problem.solution[:1]) for problem in problems]
    said = [
        what_was_said(
            play_in_processes(
                partial(create_agent, "tiny"),
                partial(
                    run_episodes, batch_size=8, sampling=Sampling(temperature=0.8, max_tokens=24), seed=5,
                    config=EnvironmentConfig(max_steps=3),
                ),
                starts, workers=workers, batch_size=8,
            )
        )
        for workers in (1, 2)
    ]  # fmt: skip
    assert len(said[0]) == len(starts) == 33
    assert said[0] == said[1]


def test_what_a_killed_process_had_is_played_again(tmp_path: Path) -> None:
    mark = tmp_path / "killed"
    starts = [start for start in SUMS for _ in range(2)]
    episodes = list(play_in_processes(partial(Adder, str(mark)), play, starts, workers=2, batch_size=2))
    assert mark.exists()
    assert sorted((episode.problem.id, episode.sample) for episode in episodes) == sorted(
        (start.problem.id, sample) for start in SUMS for sample in (0, 1)
    )
    assert {episode.status for episode in episodes} == {EpisodeStatus.SOLVED}
    assert all(episode.problem.metadata == {} for episode in episodes)
    assert active_children() == []


def test_a_process_that_is_killed_before_it_is_ready_is_replaced(tmp_path: Path) -> None:
    mark = tmp_path / "killed"
    made = partial(ready_but_once, str(mark))
    episodes = list(play_in_processes(made, play, SUMS, workers=2, batch_size=2))
    assert mark.exists()
    assert len(episodes) == len(SUMS)
    assert {episode.status for episode in episodes} == {EpisodeStatus.SOLVED}


def test_a_start_that_processes_die_with_is_our_failure_and_the_others_go_on() -> None:
    made = partial(Adder, deadly="Calculate 20 + 5")
    episodes = list(play_in_processes(made, play, SUMS, workers=2, batch_size=2))
    assert len(what_was_said(iter(episodes))) == len(episodes) == len(SUMS)
    failed = [episode for episode in episodes if episode.failure is not None]
    assert "Calculate 20 + 5" in {episode.problem.statement for episode in failed}
    assert len(failed) < len(SUMS) / 2
    assert {episode.status for episode in failed} == {EpisodeStatus.FAILED}
    assert all("was killed (SIGKILL)" in str(episode.failure) for episode in failed)
    assert {episode.status for episode in episodes if episode.failure is None} == {EpisodeStatus.SOLVED}


@pytest.mark.parametrize(
    ("make_agent", "error", "said"),
    [
        (unmade, CoeError, "no model here"),
        (never_ready, CoeError, "ended with code 3 before it was ready, as one"),
        (lambda: Adder(), UsageError, "cannot be sent to another process"),
    ],
)
def test_an_agent_that_cannot_be_made_says_why(make_agent, error, said) -> None:
    with pytest.raises(error, match=said):
        list(play_in_processes(make_agent, play, SUMS, workers=2))
    assert active_children() == []


def test_a_run_that_is_left_leaves_no_process() -> None:
    episodes = play_in_processes(Adder, play, SUMS, workers=2, batch_size=2)
    next(episodes)
    pids = [child.pid for child in active_children()]
    assert len(pids) == 2
    episodes.close()  # type: ignore[attr-defined]
    assert not any(is_running(pid) for pid in pids if pid)


@pytest.mark.parametrize("here", [None, Adder()])
def test_few_starts_need_no_other_process(here: Adder | None) -> None:
    episodes = play_in_processes(Adder, play, SUMS[:20], workers=2, batch_size=2, here=here)
    assert next(episodes).solved
    assert active_children() == []
    assert len(list(episodes)) == 19
    assert here is None or here.batches == 10


PARENT = """
import multiprocessing, sys
from functools import partial
from coe.rollout import run_episodes
from coe.workers import play_in_processes
from tests.workers.test_play_in_processes import SUMS, Adder

if __name__ == "__main__":
    starts = (start for _ in range(1000) for start in SUMS)
    for episode in play_in_processes(Adder, partial(run_episodes, batch_size=2), starts, workers=2):
        print(*[process.pid for process in multiprocessing.active_children()], flush=True)
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_processes_end_with_their_parent(tmp_path: Path, end: signal.Signals) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert parent.stdout is not None
    assert parent.stderr is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    if end is signal.SIGINT:
        os.killpg(parent.pid, end)  # as a terminal does: to the workers too
    else:
        parent.send_signal(end)
    parent.stdout.read()
    said = parent.stderr.read()
    parent.wait(20)
    parent.stdout.close()
    parent.stderr.close()
    assert said.count("Traceback") == (end is signal.SIGINT), said
    wait_until_gone(pids)
