"""An agent whose replies differ by their seeds, as drawn ones do, and problems for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coe.messages import Message, Reply, Sampling, Usage
from coe.problem import Problem
from coe.seeding import derive_rng

DRAWN = Sampling(0.7)


def problem(n: int, answer: str | None = "4") -> Problem:
    return Problem(f"Solve for x: {n}x = {4 * n}", answer=answer)


class Drawing:
    """Answers one of several texts, by the seed alone; `choices` gives them for a state."""

    name = "drawing"

    def __init__(self, choices: Callable[[str], Sequence[str | Reply]]) -> None:
        self.choices = choices
        self.sizes: list[int] = []
        self.seen: list[str] = []
        self.sampling: list[Sampling] = []

    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        assert sampling is not None
        self.sizes.append(len(conversations))
        self.sampling += sampling
        return [self._answer(asked, how) for asked, how in zip(conversations, sampling, strict=True)]

    def _answer(self, conversation: Sequence[Message], how: Sampling) -> Reply:
        state = conversation[-1].content
        self.seen.append(state)
        answer = derive_rng("drawing", how.seed).choice(list(self.choices(state)))
        return Reply(answer, Usage(10, 2, 0.5, 0.25)) if isinstance(answer, str) else answer
