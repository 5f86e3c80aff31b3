"""Explanations for people: the line, the reason, and the two values or sets compared."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from coe.corruptions import FULL, corrupt
from coe.seeding import derive_rng
from coe.tasks.catalogue import family_names, make_problem
from coe.verifier import LineStatus, explain, verify
from coe.verifier.algebra.realsets import ALL, EMPTY, complement, finite, interval, union
from coe.verifier.explanations.describing import describe_set, describe_value

QUADRATIC = "Solve for x: 2x^2 + 4x - 6 = 0"
SYSTEM = "Solve the system: 2x + y = 7, x - y = 2"
RECTANGLE = "Find the area of a rectangle with length 8 cm and width 5 cm"

EXPLAINED = [
    ("Solve for x: 5x + 3 = 2x + 15", ["3x = 12"], "line 1: follows"),
    (
        "Solve for x: 5x + 3 = 2x + 15",
        ["3x = 12", "x = 9"],
        "line 2: does not follow: x = 9, but line 1 gives x = 4",
    ),
    ("Solve 2x = 8", ["x = 5"], "line 1: does not follow: x = 5, but the problem gives x = 4"),
    ("Solve 2x = 8", ["x = 5", "2x = 10"], "line 2: rests on line 1, which is wrong"),
    ("Solve 2x = 8", ["no solution"], "line 1: does not follow: no solution, but the problem gives x = 4"),
    (QUADRATIC, ["x = 1"], "line 1: loses solutions: x = 1, but the problem gives x = -3 or x = 1"),
    ("Solve x^2 < 9", ["x < 3"], "line 1: adds solutions: x < 3, but the problem gives -3 < x < 3"),
    (
        "Solve x^2 = 2",
        ["x = 1.41"],
        "line 1: loses solutions: x = 1.41, but the problem gives x ≈ -1.41421 or x ≈ 1.41421",
    ),
    (SYSTEM, ["3x = 12"], "line 1: does not follow: 3x is 9, not 12; the problem gives x = 3, y = 1"),
    (SYSTEM, ["x = 3, y = 2"], "line 1: does not follow: y = 2; the problem gives x = 3, y = 1"),
    (
        "Solve the system: x^2 + y^2 = 25, x - y = 1",
        ["x = 4, y = 3"],
        "line 1: loses solutions: the problem gives (x = -3, y = -4) or (x = 4, y = 3)",
    ),
    (
        "Calculate (12 + 5) * 3 - 4",
        ["= 17 * 3 - 5"],
        "line 1: does not follow: 46, but the problem gives 47",
    ),
    ("Calculate (12 + 5) * 3 - 4", ["12 + 5 = 18"], "line 1: false statement: 12 + 5 is 17, not 18"),
    (
        "Expand (x + 2)(x - 5)",
        ["= x^2 + 10"],
        "line 1: does not follow: at x = 2 it is 14, but the problem gives -12",
    ),
    (
        "Simplify 3x + 2x",
        ["3x + 2x = 6x"],
        "line 1: false statement: at x = 2 the left side is 10, the right side 12",
    ),
    (
        "Differentiate x^3",
        ["= 3x"],
        "line 1: does not follow: at x = 2 it is 6, but the derivative gives 12",
    ),
    ("Integrate 3x^2", ["= 6x"], "line 1: does not follow: its derivative is 6, not 3x^2"),
    (
        "Solve for y: 2x + 3y = 6",
        ["y = 2 - x"],
        "line 1: does not follow: put into the problem, at x = 2 the left side is 4, the right side 6",
    ),
    (RECTANGLE, ["area = 8 + 5 = 13"], "line 1: does not follow: 13, but the problem gives 40 cm^2"),
    (
        "Find the area of a circle with radius 5 cm",
        ["A = 20pi"],
        "line 1: does not follow: 20 pi ≈ 62.8319, but the problem gives ≈ 78.5398 cm^2",
    ),
    (RECTANGLE, ["length = 9"], "line 1: does not follow: length = 9, but the problem gives length = 8 cm"),
    ("Is 97 prime?", ["No"], "line 1: does not follow: the answer is yes"),
    (
        "Tom has some pens.",
        ["n = 5", "n = 2 + 4 = 6"],
        "line 2: does not follow: n = 6, but line 1 gives n = 5",
    ),
    (
        "A ladder is long.",
        ["c^2 = 3^2 + 4^2 = 25", "c^2 = (3 + 4)^2 = 49"],
        "line 2: does not follow: c = -7 or c = 7, but line 1 gives c = -5 or c = 5",
    ),
    (
        "Let z = 2 + 3i. Find the modulus of z.",
        ["Answer: 13"],
        "line 1: does not follow: 13, but the problem gives ≈ 3.60555",
    ),
    ("Tom has some pens.", ["may = 48/2 = 25"], "line 1: false statement: 48/2 is 24, not 25"),
    ("", ["10/3 = 3.33"], "line 1: true to the digits shown: 10/3 is ≈ 3.33333, shown as 3.33"),
    ("", ["10/3 = 3.34"], "line 1: false statement: 10/3 is ≈ 3.33333, not 3.34"),
    ("", ["3 km = 300 m"], "line 1: false statement: 3 km is not 300 m"),
    ("Solve x/2 = 3", ["x/0 = 3"], "line 1: false statement: x/0 is undefined"),
    (
        "A ramp is 9 m long on the ground and rises 12 m. How long is the ramp?",
        ["c^3 = 9^2 + 12^2 = 225"],
        "line 1: does not follow: the problem gives 15 m: 15^3 is 3375, but 9^2 + 12^2 is 225",
    ),
    ("", ["1/0 = 5"], "line 1: false statement: 1/0 is undefined"),
    (
        "Work out (x^2 - 4x + 3)/(x - 1)",
        ["= x + (-3x + 3)/(0x)"],
        "line 1: does not follow: x + (-3x + 3)/(0x) is undefined",
    ),
    (
        "Find the gcd of 12 and 18. Also find their lcm.",
        ["Answer: 36"],
        "line 1: does not follow: 36, but the problem gives (6, 36)",
    ),
    (
        "Find the gcd of 12 and 18. Also find their lcm.",
        ["lcm = 30"],
        "line 1: does not follow: lcm = 30, but the problem gives lcm = 36",
    ),
    (
        "",
        ["[[1, 2], [3, 4]]^2 = [[1, 4], [9, 16]]"],
        "line 1: false statement: [[7, 10], [15, 22]] is not [[1, 4], [9, 16]]",
    ),
    ("", ["[[1, 2], [2, 4]]^-1 = [[1, 2], [2, 4]]"], "line 1: false statement: a matrix without an inverse"),
    (
        "",
        ["[[x, 1], [0, x]]^2 = [[x^2, x], [0, x^2]]"],
        "line 1: false statement: in row 1, column 2: at x = 2 the left side is 4, the right side 2",
    ),
    (
        "Let A = [[1, 2], [3, 4]]. Find 2A.",
        ["top left = 2 * 2 = 4"],
        "line 1: does not follow: top left = 4, but the problem gives top left = 2",
    ),
    (
        "Let A = [[1, 2], [3, 4]]. Find 2A.",
        ["Answer: [[2, 4], [6, 9]]"],
        "line 1: does not follow: [[2, 4], [6, 9]], but the problem gives [[2, 4], [6, 8]]",
    ),
    ("", ["We begin"], "line 1: no claim: it states nothing that can be checked"),
    ("", ["2 + (3 = 5"], "line 1: not readable: '=' inside brackets"),
]


@pytest.mark.parametrize(("statement", "lines", "sentence"), EXPLAINED)
def test_the_last_line_is_explained(statement: str, lines: list[str], sentence: str) -> None:
    explained = explain(statement, lines)
    assert len(explained) == len(lines)
    assert explained[-1] == sentence


def test_a_draft_may_be_one_text() -> None:
    assert explain("Solve 2x = 8", "2x = 8\nx = 5")[1] == (
        "line 2: does not follow: x = 5, but line 1 gives x = 4"
    )


def test_a_wrong_answer_names_the_reference() -> None:
    lines = ["total = 48 + 24 = 72"]
    assert explain("How many clips altogether?", lines, "96") == (
        "line 1: wrong answer: the answer is total = 72, but the reference is 96",
    )
    assert "96" not in explain("How many clips altogether?", lines)[0]


@pytest.mark.parametrize("family", family_names())
def test_every_invalid_line_of_the_families_names_two_values(family: str) -> None:
    seen = 0
    for index in range(12):
        problem = make_problem(family, "test", 23, index)
        corrupted = corrupt(problem, derive_rng("explained", family, index), 2, FULL)
        if corrupted is None:
            continue
        report = verify(problem.statement, corrupted.lines)
        sentences = explain(problem.statement, corrupted.lines, report=report)
        for number, (verdict, sentence) in enumerate(zip(report.lines, sentences, strict=True), start=1):
            assert sentence.startswith(f"line {number}: ")
            if verdict.status is LineStatus.INVALID:
                seen += 1
                assert sentence.startswith(f"line {number}: {verdict.reason.value}: "), corrupted.lines
    assert seen > 2


def test_no_line_is_beyond_explaining() -> None:
    """Hostile, malformed and odd lines get a sentence, whatever they are."""
    rows = (Path(__file__).parents[2] / "data" / "awkward.jsonl").read_text("utf-8").splitlines()
    cases = [case for case in map(json.loads, rows) if "line" in case]
    assert len(cases) > 100
    for case in cases:
        context = [str(line) for line in case.get("context", [])]
        lines = [*context[1:], str(case["line"])]
        assert len(explain(context[0] if context else "", lines)) == len(lines)


def test_values_are_short() -> None:
    assert [describe_value(value) for value in (4, Fraction(3, 2), Fraction(141, 100), Fraction(1, 3))] == [
        "4", "3/2", "1.41", "1/3",
    ]  # fmt: skip
    assert describe_value(Decimal("1.50000001")) == "≈ 1.5"
    assert describe_value(10**300) == "≈ 1.00000e+300"


def test_sets_in_words() -> None:
    below, above = interval(None, Fraction(-1), False, False), interval(Fraction(2), None, True, False)
    assert describe_set(EMPTY, "x") == "no solution"
    assert describe_set(ALL, "x") == "every x"
    assert describe_set(finite([2, -2]), "t") == "t = -2 or t = 2"
    assert describe_set(union(below, above), "x") == "x < -1 or x ≥ 2"
    assert describe_set(interval(Fraction(0), Fraction(1), True, False), "x") == "0 ≤ x < 1"
    assert describe_set(complement(finite([3])), "x") == "x < 3 or x > 3"
    assert describe_set(finite(range(9)), "x") == "9 values and ranges of x"
