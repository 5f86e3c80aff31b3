"""Arithmetic derivations: each line is the line before it with one operation done."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from coe.tasks.catalogue import make_problem
from coe.tasks.rewriting import Refused, work
from coe.tasks.shapes import fill_shape


@pytest.mark.parametrize("family", ["integer_arithmetic", "fractions", "decimals"])
@pytest.mark.parametrize("scale", [1, 2])
def test_each_line_marks_one_operation_of_the_line_before(family, scale):
    for index in range(300):
        problem = make_problem(family, "train", 3, index, scale=scale)
        for filled, derived in zip(problem.solution, problem.derivation[1:], strict=False):
            assert bare(derived) == bare(filled), problem.statement
        first = bare(problem.derivation[0]).removeprefix("=")
        assert first in bare(problem.statement)


def bare(line):
    # A span stands in place of its brackets, so brackets are no difference; nor is the end of a sentence.
    return "".join(character for character in line.rstrip(".?") if character not in "{}() ")


@pytest.mark.parametrize(
    ("shape", "first"),
    [
        ("a + b * c", "= 6 + {6 * 6}"),
        ("a * b / c", "= {6 * 6} / 6"),
        ("a * b + c * d", "= {6 * 6} + 6 * 6"),
        ("a + b - c", "= {6 + 6} - 6"),
        ("a * b + (c - d)", "= 6 * 6 + {6 - 6}"),
        ("(a + b) * (c + d * e)", "= (6 + 6) * (6 + {6 * 6})"),
        ("((a + b) * c - d) / e", "= ({6 + 6} * 6 - 6) / 6"),
    ],
)
def test_order_of_operations(shape, first):
    node = fill_shape(
        Random(0), shape, lambda rng, beside: Fraction(6), lambda value, beside: str(value), False
    )
    lines, _ = work(node, lambda value, source, beside_product: str(value))
    assert lines[0] == first


def test_a_negative_result_after_a_sign_is_refused():
    node = fill_shape(
        Random(0), "a + (b - c * d)", lambda rng, beside: Fraction(6), lambda v, beside: str(v), False
    )
    with pytest.raises(Refused):
        work(node, lambda value, source, beside_product: str(value))
