"""Answers of families that the verifier does not read, worked out again from the numbers of the statement."""

from __future__ import annotations

import re
from fractions import Fraction
from math import hypot, isclose

import pytest

from coe.tasks.catalogue import make_problem

_NUMBER = re.compile(r"-?\d+")


def drawn(family, n=120):
    return [make_problem(family, "train", 22, index) for index in range(n)]


def numbers(text):
    return [int(number) for number in _NUMBER.findall(text)]


def points(text):
    return [tuple(numbers(found)) for found in re.findall(r"\((-?\d+(?:, -?\d+)+)\)", text)]


def test_lines_go_through_their_points():
    seen = set()
    for problem in drawn("line_equations"):
        given = points(problem.statement)
        slope = re.fullmatch(r"y = (-?)\(?([\d/]*)\)?x(.*)", problem.answer)
        m = Fraction(slope[2] or "1") * (-1 if slope[1] else 1)
        b = Fraction(slope[3].replace(" ", "") or "0")
        assert all(y == m * x + b for x, y in given), problem.statement
        old = re.search(r"y = (-?\d+)x", problem.statement)
        if old:
            upright = re.search("perpendicular|right angle", problem.statement) is not None
            seen.add(upright)
            assert m == (Fraction(-1, int(old[1])) if upright else int(old[1]))
    assert seen == {True, False}


def _times(a, b):
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a
    ]


def test_matrices():
    for problem in drawn("matrices"):
        found = [
            [numbers(row) for row in re.findall(r"\[(-?\d+, -?\d+)\]", matrix)]
            for matrix in re.findall(r"\[\[.*?\]\]", problem.statement)
        ]
        text, a = problem.statement, found[0]
        if "det" in text:
            expected = str(a[0][0] * a[1][1] - a[0][1] * a[1][0])
        elif points(text):
            ((x, y),) = points(text)
            expected = str(tuple(row[0] * x + row[1] * y for row in a))
        elif len(found) == 1:
            k = next(int(n) for n in _NUMBER.findall(re.sub(r"\[\[.*?\]\]", "", text)))
            expected = str([[k * x for x in row] for row in a])
        elif "roduct" in text or "AB" in text or "Multiply" in text:
            expected = str(_times(a, found[1]))
        else:
            minus = re.search("ubtract|minus|ifference|away", text)
            if text.startswith("Subtract the matrix"):
                found.reverse()
            pairs = zip(*found, strict=True)
            expected = str(
                [[x - y if minus else x + y for x, y in zip(*rows, strict=True)] for rows in pairs]
            )
        assert problem.answer == expected, text


def _complex(text):
    match = re.fullmatch(r"(-?\d+)(?: ([+-]) (\d*)i)?", text)
    size = int(match[3] or 1) if match[2] else 0
    return int(match[1]), -size if match[2] == "-" else size


def test_complex_products_and_quotients():
    seen = 0
    for problem in drawn("complex_numbers", 200):
        given = [_complex(z) for z in re.findall(r"-?\d+ [+-] \d*i", problem.statement)]
        if len(given) != 2 or not re.search(
            "product|Multiply|multiplied|quotient|Divide|z/w|times", problem.statement
        ):
            continue
        seen += 1
        (a, b), (c, d) = given
        e, f = _complex(problem.answer)
        if re.search("quotient|Divide|z/w", problem.statement):
            assert (e * c - f * d, e * d + f * c) == (a, b)
        else:
            assert (a * c - b * d, a * d + b * c) == (e, f)
    assert seen > 30


def test_dot_products_and_lengths():
    for problem in drawn("vectors"):
        given = points(problem.statement)
        if re.search("dot|scalar", problem.statement):
            assert int(problem.answer) == sum(x * y for x, y in zip(*given, strict=True))
        elif re.search("ength|long|magnitude|norm", problem.statement):
            assert int(problem.answer) ** 2 == sum(x * x for x in given[0])


@pytest.mark.parametrize("which", ["minimum", "maximum"])
def test_extremes_of_functions_are_no_better_beside_them(which):
    seen = 0
    for problem in drawn("optimization", 150):
        terms = re.findall(
            r"(-?)(?:^|(?<=[ =-]))(\d*)x\^2(?: ([+-]) (\d+)x)?(?: ([+-]) (\d+))?", problem.statement
        )
        if which not in problem.statement or not terms:
            continue
        seen += 1
        sign, a, s, b, t, c = terms[0]
        a = int(a or 1) * (-1 if sign else 1)
        b, c = int(f"{s}{b}" or 0), int(f"{t}{c}" or 0)
        values = [a * x * x + b * x + c for x in range(-1000, 1001)]
        assert int(problem.answer) == (min if which == "minimum" else max)(values), problem.statement
    assert seen > 10


def test_the_largest_rectangle_of_a_fence():
    for problem in drawn("optimization", 150):
        (n, *rest) = numbers(problem.statement) or [0]
        if re.search("fence|perimeter|rope", problem.statement) and not rest:
            wall = re.search("river|wall", problem.statement)
            areas = [w * ((n - 2 * w) if wall else Fraction(n, 2) - w) for w in range(n)]
            assert Fraction(problem.answer) == max(areas), problem.statement


def test_ratios_in_right_triangles():
    for problem in drawn("right_triangles"):
        name = re.search(r"\b(sin|cos|tan)(?: A\b|e |ent )|(sine|cosine|tangent)", problem.statement)
        if name and len(numbers(problem.statement)) >= 2:
            a, b = [n for n in numbers(problem.statement) if n != 90][:2]
            which = (name[1] or name[2])[:3]
            expected = {"sin": a / hypot(a, b), "cos": b / hypot(a, b), "tan": a / b}[which]
            assert isclose(float(Fraction(problem.answer)), expected), problem.statement
