"""The short way reads a line as the reader of sentences does, or leaves it to that."""

from __future__ import annotations

import pytest

from coe.verifier.expressions.expr import Statement
from coe.verifier.sentences.formulas import read_formula
from coe.verifier.sentences.statements import read_line


@pytest.mark.parametrize(
    "line",
    [
        "sqrt(8)",
        "x = 2 sqrt(2)",
        "((9)/(4)) pi",
        "y = sin(pi/4) + 1/2",
        "(3, pi/2)",
        "log(8, 2) = 3",
        "binomial(5, 2) = 10 = gcd(20, 30)",
        "2 pi r < 3 pi r",
        "0.5 sqrt(4) - 1.05 = 0",
    ],
)
def test_a_formula_means_what_it_means_in_a_sentence(line: str) -> None:
    found = read_formula(line)
    assert found is not None
    # A label in front sends the line to the reader of sentences.
    sentence = read_line("We have: " + line)
    relations = bool(found.claims[0].relations)
    assert found == (sentence if relations else Statement(read_line("Answer: " + line).claims))


@pytest.mark.parametrize(
    "line",
    ["- sqrt(4) = 2", "(b) sqrt(4) = 2", "1, 2", "(x, y) = (1, sqrt(4))", "1 +/- sqrt(2)", "2 m + sqrt(2)",
     "sqrt(0123)", "sqrt(4) => 2", "2 x 3 sqrt(2)", "sqrt 2", "(1) sqrt(x)", "2.sqrt(3)", "sqrt = 2"],
)  # fmt: skip
def test_a_line_that_may_mean_more_is_left_to_the_reader_of_sentences(line: str) -> None:
    assert read_formula(line) is None


def test_a_long_formula_is_read_once() -> None:
    assert read_formula("(" + "1" * 1900 + "pi") is None
    assert read_line("1 " * 900 + "pi a").error
