"""Search with the built-in model: the truth hidden, wrong or right changes nothing but the score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from coe.agents.protocol import Conversation
from coe.agents.tiny import TinyAgent
from coe.environment import EnvironmentConfig, Turn
from coe.messages import Reply, Sampling, Usage
from coe.problem import Problem
from coe.rollout import Start
from coe.search import SearchResult, beam_search, best_of

PROBLEMS = (
    ("Solve the system: 2x + 3y = 12, 5x - y = 13", ("17x = 52",)),
    ("Ann has 3 bags of 4 apples and eats 2. How many are left?", ("3 * 4 = 14",)),
)
CONFIG = EnvironmentConfig(max_steps=3)
DRAWN = Sampling(1.0)


class Watched:
    """The built-in model, and everything that reached it."""

    def __init__(self) -> None:
        self._agent = TinyAgent()
        self.name = self._agent.name
        self.seen: list[tuple[Conversation, Sampling]] = []

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        assert sampling is not None
        self.seen += zip(conversations, sampling, strict=True)
        return self._agent.act(conversations, sampling)


def starts(answer: str | None) -> list[Start]:
    return [Start(Problem(statement, answer=answer), lines) for statement, lines in PROBLEMS]


def samples(agent: Watched, answer: str | None) -> Iterator[SearchResult]:
    return best_of(agent, starts(answer), 3, sampling=DRAWN, config=CONFIG, seed=5)


def beam(agent: Watched, answer: str | None) -> Iterator[SearchResult]:
    return beam_search(agent, starts(answer), 2, sampling=DRAWN, config=CONFIG, seed=5)


def untimed(turn: Turn | None) -> object:
    return None if turn is None else replace(turn, usage=Usage())


@pytest.mark.parametrize("way", [samples, beam])
def test_the_truth_hidden_wrong_or_right_changes_nothing_but_the_score(
    way: Callable[[Watched, str | None], Iterator[SearchResult]],
) -> None:
    def found(answer: str | None) -> tuple[object, list[tuple[Conversation, Sampling]]]:
        agent = Watched()
        results = [
            (
                (result.chosen, result.why, result.ranks),
                [(made.depth, made.parent, made.kept, untimed(made.turn)) for made in result.expansions],
                [[untimed(turn) for turn in episode.turns] for episode in result.episodes],
            )
            for result in way(agent, answer)
        ]
        return results, agent.seen

    hidden, wrong = found(None), found("77777")
    assert hidden == wrong == found("x = 3, y = 2")
    assert not any("77777" in message.content for asked, _ in wrong[1] for message in asked)
