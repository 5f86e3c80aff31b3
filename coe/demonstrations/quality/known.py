"""An evaluation set, and what a set of demonstrations shares with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coe.demonstrations.quality.near import NearIndex, signature
from coe.demonstrations.quality.tally import Tally, fingerprint, normal
from coe.problem import Problem

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a set shares with an evaluation set.

    Args:
        name: of the evaluation set.
        problems: in it.
        exact: demonstrations whose statement is one of its statements, case and blank space aside.
        near: demonstrations whose statement is near one of its statements, the exact ones among them.
        examples: places of some of them.
    """

    name: str
    problems: int
    exact: int
    near: int
    examples: tuple[str, ...]


class Known:
    """The statements of an evaluation set, and what was found of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._exact: set[bytes] = set()
        self._near = NearIndex()
        self._found = {"exact": 0, "near": 0}
        self._examples: list[str] = []
        for number, problem in enumerate(problems):
            key = fingerprint(normal(problem.statement))
            if key not in self._exact:
                self._exact.add(key)
                self._near.add(str(number), signature(problem.statement))

    @property
    def problems(self) -> int:
        """Different problems in it."""
        return len(self._exact)

    def holds(self, key: bytes) -> bool:
        """Whether a statement with this fingerprint is in it."""
        return key in self._exact

    def compare(self, tally: Tally) -> None:
        """Take in a batch."""
        for place, statement, values in tally.statements:
            exact = self.holds(fingerprint(statement))
            near = exact or self._near.find(values) is not None
            self._found["exact"] += exact
            self._found["near"] += near
            if near and len(self._examples) < _SHOWN:
                self._examples.append(place)

    def overlap(self, name: str) -> Overlap:
        """What was found."""
        return Overlap(name, self.problems, **self._found, examples=tuple(self._examples))
