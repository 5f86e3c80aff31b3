"""Conditions that a draft lays down for itself: "Assume x > 0", "for x > 0, sqrt(x^2) = x".

Policy: a line that only assumes holds for all lines behind it, a condition within a line for that line; so
do the conditions of a problem that is not understood otherwise. A line that needs them is valid with them,
and its verdict names them. They change no problem: an answer is judged without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from coe.verifier.expressions.expr import Chain, Statement
from coe.verifier.lines import truth as t
from coe.verifier.lines.against import given, judge
from coe.verifier.lines.alone import Line, side_names
from coe.verifier.lines.conditional import reads_as_identity, truth_under
from coe.verifier.problems.goals import Goal
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.sentences.assumptions import split_assumptions
from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.printing import chain_text


class Assumed:
    """The conditions assumed so far in one draft."""

    def __init__(self, problem: str, goal: Goal | None) -> None:
        # Under conditions that only the problem states, x + 2 = 2x + 1 may be an equation to solve.
        self._is_assumed = False
        self._conditions: tuple[Chain, ...] = () if goal is not None or not problem else _stated(problem)

    def judged(self, line: Line, goal: Goal | None, known: Callable[[Chain], Chain]) -> LineVerdict | None:
        """The verdict on a line where conditions decide it, else None.

        Args:
            line: the line.
            goal: what the problem asks, where that binds every line.
            known: puts values for the names that have some.
        """
        statement = line.statement
        if not statement.given and not self._conditions:
            return None
        if statement.is_prose:
            self._conditions += statement.given
            self._is_assumed = self._is_assumed or bool(statement.given)
            return t.NO_CLAIM if statement.given else None
        if statement.word or statement.error:
            return None
        if goal is not None:
            return self._of_problem(line, goal)
        return self._of_story(statement, known)

    def _of_problem(self, line: Line, goal: Goal) -> LineVerdict | None:
        if line.judged.foreign or not self._conditions or line.judged.verdict.status is LineStatus.VALID:
            return None
        if any(chain.continued for chain in line.statement.claims):
            return None
        conditions = (*self._conditions, *line.statement.given)
        return judge(goal, replace(line.statement, given=conditions)).verdict

    def _of_story(self, statement: Statement, known: Callable[[Chain], Chain]) -> LineVerdict | None:
        conditions = (*self._conditions, *statement.given)
        claims = [known(chain) for chain in statement.claims]
        if any(chain.continued or not chain.relations for chain in claims):
            return t.NO_CLAIM if statement.given else None
        plain = [t.truth(chain) for chain in claims]
        verdicts = [_under(chain, verdict, conditions) for chain, verdict in zip(claims, plain, strict=True)]
        found = t.worst(verdicts)
        if found.status is LineStatus.VALID:
            needed = verdicts != plain
            return given(found, " and ".join(map(chain_text, conditions))) if needed else found
        if statement.given or (self._is_assumed and any(map(reads_as_identity, claims))):
            return found
        return None


@lru_cache(maxsize=4096)
def _stated(problem: str) -> tuple[Chain, ...]:
    """The conditions that a problem states."""
    return tuple(claim for text in split_assumptions(problem)[1] for claim in read_line(text).claims)


def _under(chain: Chain, plain: LineVerdict, conditions: tuple[Chain, ...]) -> LineVerdict:
    """The verdict on one chain; an equation that is no identity says something of its letters, not FALSE."""
    if plain.status is LineStatus.VALID or not side_names(chain):
        return plain
    verdict = truth_under(chain, conditions)
    return verdict if verdict.status is LineStatus.VALID or reads_as_identity(chain) else t.BEYOND
