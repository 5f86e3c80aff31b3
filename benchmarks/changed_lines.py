"""Whether a changed line of a worked solution is still right, by what the line was and without the verifier.

The line as it was is right. A changed one is right where its sides have one value and, behind a name or an
equals sign in front, the value that the line had; where it is an equation or inequality in one letter, its
real solutions are those that it had; where it only says where an equation's solutions lie, they lie there; in
a system it holds at the problem's solution. Lines in other forms are refused: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import mpmath
from plain_values import Unreadable, agree, solutions_of, values_at

from coe.problem import Problem

SOLVED = frozenset({
    "inequalities", "absolute_value", "rational_equations", "radical_equations", "logarithms", "exponents",
})  # fmt: skip
"""Families whose equations in one letter are solved."""
SYSTEMS = frozenset({"systems_of_three"})
_NAME = re.compile(r"[A-Za-z][A-Za-z' ]*(?:_\d+)?(?:\([a-z\d]+\))?(?:\^2)?|\([a-z](?:, [a-z])+\)")
_ANSWER = "Answer: "
_BOUND = re.compile(r"[<>≤≥≠]|!=")


@dataclass(frozen=True)
class ChangedLine:
    """Judges changes of one line."""

    problem: Problem
    line: str
    rng: Random

    def is_right(self, changed: str) -> bool:
        """Whether the changed line is right.

        Raises:
            Unreadable
        """
        if self.line.startswith(_ANSWER):
            if not changed.startswith(_ANSWER):
                raise Unreadable(changed)
            value = replace(self, line=f"= {self.line.removeprefix(_ANSWER)}")
            return value.is_right(f"= {changed.removeprefix(_ANSWER)}")
        if self.problem.family in SYSTEMS:
            return self._holds(changed.split("="), self._solution())
        solves = self.problem.family in SOLVED and not self.line.lstrip().startswith("=")
        if solves and re.search(r"(?<![A-Za-z])[a-z](?![A-Za-z(])", self.line.replace(" or ", " ")):
            return self._is_right_claim(changed)
        return self._is_right_chain(changed)

    def _is_right_claim(self, changed: str) -> bool:
        found, answer = solutions_of(changed), self.problem.answer or ""
        if found == solutions_of(self.line):
            return True
        if not _BOUND.search(changed) and str(found) in ("Reals", "Interval(-oo, oo)"):
            # An identity holds, whatever the problem is; an inequality that always does is no step.
            return True
        if _BOUND.search(changed) and not _BOUND.search(answer):
            return bool(answer == "no solution" or solutions_of(answer).is_subset(found))
        return False

    def _is_right_chain(self, changed: str) -> bool:
        before, after = self.line.split("="), changed.split("=")
        if any(sign in self.line for sign in "<>≤≥≠:;?") or "!=" in self.line or len(after) < 1:
            raise Unreadable(self.line)
        points = [self._point() for _ in range(3)]
        head = before[0].strip()
        named = len(before) > 1 and (not head or bool(_NAME.fullmatch(head)))
        if named:
            if after[0].strip() != head:
                raise Unreadable("another name")
            before, after = before[1:], after[1:]
        if any(not side.strip() for side in (*before, *after)):
            raise Unreadable(changed)
        if self.problem.family == "integrals" and "C" in before[-1]:
            return all(self._differ_by_a_constant(before[0], side) for side in after)
        if not all(self._holds(before, point) for point in points):
            raise Unreadable("an equation")
        if named or len(before) == 1:
            after = [before[0], *after]
        return all(self._holds(after, point) for point in points)

    def _holds(self, sides: list[str], point: Mapping[str, Any]) -> bool:
        values = [values_at(side, point) for side in sides]
        return all(agree(values[0], value) for value in values)

    def _differ_by_a_constant(self, before: str, after: str) -> bool:
        constant = self._point()["C"]
        found = []
        for _ in range(4):
            point = {**self._point(), "C": constant}
            a, b = values_at(before, point), values_at(after, point)
            if a is None or b is None:
                return False
            found.append(a[0] - b[0])
        with mpmath.workdps(60):
            return all(
                abs(difference - found[0]) < mpmath.mpf(10) ** -40 * (1 + abs(found[0]))
                for difference in found
            )

    def _solution(self) -> Mapping[str, Any]:
        pairs = (claim.split("=") for claim in (self.problem.answer or "").split(","))
        found = {name.strip(): values_at(value, {}) for name, value in pairs}
        return {name: value[0] for name, value in found.items() if value is not None}

    def _point(self) -> Mapping[str, Any]:
        names = [chr(code) for start in "aA" for code in range(ord(start), ord(start) + 26)]
        with mpmath.workdps(60):
            return {name: mpmath.mpf(self.rng.randint(10**3, 10**5)) / 9973 for name in names if name != "e"}
