"""The form of a final answer."""

from __future__ import annotations

import pytest

from coe.verifier.problems.forms import is_finished
from coe.verifier.problems.goals import Form
from coe.verifier.sentences.statements import read_line

FINISHED = [
    (Form.VALUE, "47"),
    (Form.VALUE, "-47"),
    (Form.VALUE, "3/4"),
    (Form.VALUE, "-3/4"),
    (Form.VALUE, "1 1/4"),
    (Form.VALUE, "2.50"),
    (Form.VALUE, "25%"),
    (Form.VALUE, "$5"),
    (Form.VALUE, "5sqrt(2)"),
    (Form.VALUE, "2pi"),
    (Form.EXPANDED, "x^2 - 3x - 10"),
    (Form.EXPANDED, "x/2 + 1"),
    (Form.FACTORED, "(x + 2)(x + 3)"),
    (Form.FACTORED, "2(x + 2)^2"),
    (Form.FACTORED, "x(x + 5)"),
    (Form.FACTORED, "-(x - 1)(x + 1)"),
    (Form.SIMPLIFIED, "5x + 5"),
    (Form.SIMPLIFIED, "5(x + 1)"),
    (Form.SIMPLIFIED, "(x + 1)/(x + 2)"),
]
UNFINISHED = [
    (Form.VALUE, "51 - 4"),
    (Form.VALUE, "6/8"),
    (Form.VALUE, "8/2"),
    (Form.VALUE, "sqrt(8)"),
    (Form.VALUE, "sqrt(4)"),
    (Form.VALUE, "1/0"),
    (Form.VALUE, "2 + 3sqrt(4)"),
    (Form.EXPANDED, "(x + 2)(x - 5)"),
    (Form.EXPANDED, "x^2 - 5x + 2x - 10"),
    (Form.EXPANDED, "2 * 3x"),
    (Form.FACTORED, "x^2 + 5x + 6"),
    (Form.FACTORED, "2(x^2 + 5x + 6)"),
    (Form.FACTORED, "(2x + 4)(x + 3)"),
    (Form.FACTORED, "x(x + 5) + 6"),
    (Form.FACTORED, "1(x^2 - 4)"),
    (Form.SIMPLIFIED, "3x + 2x + 5"),
    (Form.SIMPLIFIED, "(x^2 - 1)/(x - 1)"),
]


@pytest.mark.parametrize(("form", "text"), FINISHED)
def test_finished(form: Form, text: str) -> None:
    assert is_finished(read_line(text).claims[0].sides[0], form)


@pytest.mark.parametrize(("form", "text"), UNFINISHED)
def test_unfinished(form: Form, text: str) -> None:
    assert not is_finished(read_line(text).claims[0].sides[0], form)
