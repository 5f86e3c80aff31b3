"""Lines of equations of higher degree, with fractions, roots and absolute values; what rewriting keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, parse, understand, verify
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.syntax.printing import chain_text

SOLVED = [
    (
        "Solve x^3 - 6x^2 + 11x - 6 = 0",
        ["(x - 1)(x^2 - 5x + 6) = 0", "x = 1 or x^2 - 5x + 6 = 0", "x = 1, 2, 3"],
    ),
    ("Solve x^3 - 2x = 0", ["x(x^2 - 2) = 0", "x = 0 or x^2 = 2", "x = 0 or x = ±sqrt(2)"]),
    (
        "Solve x^3 - 3x^2 - 4x + 12 = 0",
        ["x^2(x - 3) - 4(x - 3) = 0", "(x^2 - 4)(x - 3) = 0", "x = ±2 or x = 3"],
    ),
    ("Solve x^4 - 13x^2 + 36 = 0", ["Let u = x^2", "u = 4 or u = 9", "x^2 = 4 or x^2 = 9", "x = ±2, ±3"]),
    (
        "Solve x^4 - 10x^2 + 1 = 0",
        ["x^2 = 5 ± 2sqrt(6)", "x = ±(sqrt(3) + sqrt(2)) or x = ±(sqrt(3) - sqrt(2))"],
    ),
    (
        "Solve x^4 - 4x^2 + 1 = 0",
        [
            "x = ±sqrt(2 + sqrt(3)) or x = ±sqrt(2 - sqrt(3))",
            "x = ±(sqrt(6) + sqrt(2))/2 or x = ±(sqrt(6) - sqrt(2))/2",
        ],
    ),
    (
        "Solve 2/(x - 1) + 3/(x + 1) = 1",
        ["2(x + 1) + 3(x - 1) = (x - 1)(x + 1)", "x^2 - 5x = 0", "x = 0 or x = 5"],
    ),
    ("Solve ||x| - 2| = 1", ["|x| - 2 = 1 or |x| - 2 = -1", "|x| = 3 or |x| = 1", "x = ±3 or x = ±1"]),
    ("Solve |x + 1| = |2x - 3|", ["x + 1 = 2x - 3 or x + 1 = -(2x - 3)", "x = 4 or x = 2/3"]),
    ("Solve sqrt(x) + sqrt(x - 5) = 5", ["sqrt(x) = 5 - sqrt(x - 5)", "sqrt(x - 5) = 2", "x = 9"]),
    ("Solve x^2 - 5x + 6 = 0", ["x_1 = 2, x_2 = 3"]),
    ("Solve x^2 - 5x + 6 = 0", ["x1 = 2, x2 = 3"]),
    ("Solve x^2 - 5x + 6 = 0", ["The roots are 2 and 3"]),
    ("Solve x^2 - 5x + 6 = 0", ["(x = 2) or (x = 3)"]),
]
WRONG = [
    ("Solve x^3 - 6x^2 + 11x - 6 = 0", "x = 1 or x = 2", Reason.LOSES_SOLUTIONS),
    ("Solve x^3 - 2x = 0", "x^2 = 2", Reason.LOSES_SOLUTIONS),
    ("Solve x^3 - 2x = 0", "x = 0 or x = ±1.5", Reason.DOES_NOT_FOLLOW),
    ("Solve x^3 = 8", "x = ±2", Reason.ADDS_SOLUTIONS),
    ("Solve (x - 1/2)^2 = 49/4", "(x - 1/2)^2 = 49/0", Reason.FALSE),
    ("Solve x/2 - 15 = 13", "x/0 = 28", Reason.FALSE),
    ("Solve x = x + 1", "x = 1/0", Reason.FALSE),
    ("Solve m = x/2 for x", "x = 2m/0", Reason.FALSE),
    ("Tom has some pens.", "2x = 3/(2 - 2)", Reason.FALSE),
    ("Solve x^4 - 4x^2 + 1 = 0", "x = ±sqrt(2 + sqrt(3))", Reason.LOSES_SOLUTIONS),
    ("Solve x^4 - 10x^2 + 1 = 0", "x = ±(sqrt(3) + sqrt(2)) or x = ±(sqrt(3) - 1)", Reason.DOES_NOT_FOLLOW),
    ("Solve 2/(x - 1) + 3/(x + 1) = 1", "x = 5", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 = 2x", "x = 2", Reason.LOSES_SOLUTIONS),
    ("Solve x(x - 3) = 10", "x = 10 or x - 3 = 10", Reason.DOES_NOT_FOLLOW),
    ("Solve |x + 1| = |2x - 3|", "x + 1 = 2x - 3", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 - 5x + 6 = 0", "x_1 = 2, x_2 = 4", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 - 5x + 6 = 0", "The roots are 2 and 4", Reason.DOES_NOT_FOLLOW),
    ("Solve (x^2 - 4)/(x - 2) = 4", "x = 2", Reason.DOES_NOT_FOLLOW),
]


@pytest.mark.parametrize(("problem", "lines"), SOLVED)
def test_right_solutions_are_solved(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert LineStatus.INVALID not in {verdict.status for verdict in report.lines}
    assert report.lines[-1].reason is Reason.FOLLOWS
    assert report.answer is AnswerStatus.RIGHT


@pytest.mark.parametrize(("problem", "line", "reason"), WRONG)
def test_wrong_lines_are_invalid(problem: str, line: str, reason: Reason) -> None:
    report = verify(problem, [line])
    assert report.lines[0].reason is reason
    assert report.answer is not AnswerStatus.RIGHT


_FLIPPED = {
    Relation.LT: Relation.GT, Relation.GT: Relation.LT, Relation.LE: Relation.GE, Relation.GE: Relation.LE,
}  # fmt: skip


def _swapped(chain: Chain) -> Chain:
    return Chain(chain.sides[::-1], (_FLIPPED.get(chain.relations[0], chain.relations[0]),))


def _both(kind: str, number: str) -> Callable[[Chain], Chain]:
    (value,) = parse(number).claims[0].sides

    def rewrite(chain: Chain) -> Chain:
        return Chain(tuple((kind, side, value) for side in chain.sides), chain.relations)

    return rewrite


def _reordered(expr: Expr) -> Expr:
    if expr[0] in ("+", "*") and expr[1][0] != "num":
        return (expr[0], _reordered(expr[2]), _reordered(expr[1]))
    return tuple(_reordered(part) if isinstance(part, tuple) and part else part for part in expr)


REWRITINGS: dict[str, Callable[[Chain], Chain]] = {
    "swapped": _swapped,
    "times three": _both("*", "3"),
    "plus five": _both("+", "5"),
    "reordered": lambda chain: Chain(tuple(map(_reordered, chain.sides)), chain.relations),
}


@pytest.mark.parametrize("name", REWRITINGS)
def test_rewriting_keeps_the_verdict(name: str) -> None:
    rewrite = REWRITINGS[name]
    cases = [(problem, line) for problem, lines in SOLVED for line in lines]
    cases += [(problem, line) for problem, line, _ in WRONG]
    for problem, line in cases:
        statement = parse(line, frozenset("x"))
        plain = statement.joiner is not Joiner.THEN and all(
            len(chain.sides) == 2 for chain in statement.claims
        )
        if not plain or not statement.claims or "x_" in line or "x1" in line or "u" in line.lower():
            continue
        texts = [chain_text(rewrite(chain)) for chain in statement.claims]
        text = (" or " if statement.joiner is Joiner.OR else " and ").join(texts)
        expected, found = verify(problem, [line]).lines[0], verify(problem, [text]).lines[0]
        assert found.status is expected.status, (problem, line, text)


def test_renaming_the_unknown_keeps_the_verdict() -> None:
    for problem, lines in SOLVED:
        renamed = [text.replace("x", "p") for text in (problem, *lines)]
        assert understand(renamed[0]) is not None
        report = verify(renamed[0], renamed[1:])
        assert [v.status for v in report.lines] == [v.status for v in verify(problem, lines).lines]
