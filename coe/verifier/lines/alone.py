"""One line as read and judged without the other lines, cached by its text: an edit costs one line."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from coe.verifier.expressions.contents import free_variables, kinds_of
from coe.verifier.expressions.expr import Chain, Expr, Relation, Statement
from coe.verifier.expressions.kept import kept
from coe.verifier.lines import truth as t
from coe.verifier.lines.against import judge, names_of
from coe.verifier.lines.judged import Judged
from coe.verifier.lines.root_lists import numbered_roots, roots_in_words
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.understanding import understand
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.sentences import euler
from coe.verifier.sentences.statements import TWO_READINGS, read_line, readings
from coe.verifier.workers.late import WorkerTimeout

_NAMED_BY_LETTERS = frozenset({"matrix", "seq", "const i"})


class Claim(NamedTuple):
    """One chain of a line, with what a notebook asks of it again and again.

    Args:
        chain: the chain.
        names: every name in it.
        defines: the name that it may give a value: it stands alone in front of an equality, and nowhere else.
        rest: the chain behind that name.
        rest_names: the names in there.
        truth: of `rest` where the chain may define a name, else of the chain; None where names are in it.
    """

    chain: Chain
    names: frozenset[str]
    defines: str | None
    rest: Chain
    rest_names: frozenset[str]
    truth: LineVerdict | None


class Line(NamedTuple):
    """One line as read and judged alone.

    Args:
        text: the line.
        statement: what it claims.
        judged: against the problem, or nothing known where the problem is not understood.
        needs_context: the verdict also depends on earlier lines.
        last: the last side of its last chain.
        claims: its chains; only where context is needed.
    """

    text: str
    statement: Statement
    judged: Judged
    needs_context: bool
    last: Expr | None
    claims: tuple[Claim, ...]


def line_alone(problem: str, text: str) -> Line:
    """A line against the problem's statement alone; its verdict is TIMEOUT where none was found in time."""
    try:
        return line_in_time(problem, text)
    except WorkerTimeout:
        statement = _read(understand(problem), text)
        last = statement.claims[-1].sides[-1] if statement.claims else None
        return Line(text, statement, Judged(t.TIMEOUT), False, last, ())


def line_in_time(problem: str, text: str) -> Line:
    """A line against the problem's statement alone; cached by both texts.

    "- 2x = 8" has a sign, or is the item of a list where only that is right; "60 / 3/4 = 7" is wrong however
    it is read.

    Raises:
        WorkerTimeout
    """
    line = line_as_written(problem, text)
    if line.statement.error == TWO_READINGS:
        return _of_two_readings(problem, line)
    if text[:2] == "- " and "=" in text and _is_wrong(line):
        item = line_as_written(problem, text[2:].lstrip())
        if not _is_wrong(item) and (item.needs_context or item.judged.verdict.status is LineStatus.VALID):
            return item._replace(text=text)
    return line


def _of_two_readings(problem: str, line: Line) -> Line:
    """The line by one of its readings where each of them is wrong, else as it was."""
    read = [line_as_written(problem, each) for each in readings(line.text)]
    return read[0]._replace(text=line.text) if all(map(_is_wrong, read)) else line


def _is_wrong(line: Line) -> bool:
    return line.judged.verdict.status is LineStatus.INVALID or any(
        claim.truth is not None and claim.truth.status is LineStatus.INVALID for claim in line.claims
    )


@kept(16384)
def line_as_written(problem: str, text: str) -> Line:
    """The line with a dash in front of it as a sign.

    Raises:
        WorkerTimeout
    """
    goal = understand(problem)
    statement = _read(goal, text)
    if goal is None or not goal.binds_every_line:
        judged = Judged(t.UNREADABLE if statement.error else t.NO_CLAIM, names_of(statement))
        needs_context = bool(statement.claims) or goal is not None
    else:
        judged = judge(goal, statement)
        needs_context = bool(judged.foreign) or any(chain.continued for chain in statement.claims)
    last = statement.claims[-1].sides[-1] if statement.claims else None
    claims = tuple(claim_of(chain) for chain in statement.claims) if needs_context else ()
    return Line(text, statement, judged, needs_context, last, claims)


def _read(goal: Goal | None, text: str) -> Statement:
    """What the line states, its letters and lists of roots read as the problem's."""
    if goal is None:
        return read_line(text)
    words = roots_in_words(goal, text) or text if " are " in text or ":" in text else text
    statement = read_line(words, _letters(goal))
    if "1" in words:
        statement = numbered_roots(goal, statement)
    if "e" in text and euler.has_letter(text) and _is_of_e(goal):
        statement = euler.with_number(statement)
    return statement


def claim_of(chain: Chain) -> Claim:
    """The chain with its names and its truth."""
    rest, name = chain, None
    names = rest_names = side_names(chain)
    if chain.relations and not chain.continued and chain.sides[0][0] == "var":
        behind = Chain(chain.sides[1:], chain.relations[1:])
        behind_names = side_names(behind)
        if chain.relations[0] in (Relation.EQ, Relation.APPROX) and chain.sides[0][1] not in behind_names:
            name, rest, rest_names = chain.sides[0][1], behind, behind_names
    truth = None if rest_names or chain.continued else t.truth(rest)
    return Claim(chain, names, name, rest, rest_names, truth)


def side_names(chain: Chain) -> frozenset[str]:
    """Every name in a chain."""
    return free_variables(*chain.sides)


@lru_cache(maxsize=1024)
def _letters(goal: Goal) -> frozenset[str]:
    """Letters that are unknowns, or that the problem gives a matrix or a complex number."""
    named = {name for name, value in goal.given if len(name) == 1 and (kinds_of(value) & _NAMED_BY_LETTERS)}
    return frozenset((*goal.variables, *named))


@lru_cache(maxsize=1024)
def _is_of_e(goal: Goal) -> bool:
    return "e" not in goal.variables and euler.is_spoken_of(goal.claims, goal.expression)
