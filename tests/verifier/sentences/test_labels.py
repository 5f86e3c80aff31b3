"""What bare numbers count, and which sides of a chain can be compared."""

from __future__ import annotations

import pytest

from coe.verifier.sentences.labels import Label, corresponds, label_of
from coe.verifier.sentences.statements import read_line
from coe.verifier.sentences.words import tag
from coe.verifier.syntax.lexer import tokenize

NOTHING: frozenset[str] = frozenset()


def label(text: str) -> Label | None:
    return label_of(tag(tokenize(text), NOTHING, NOTHING))


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("5 apples", "", "apples"),
        ("$5", "$", ""),
        ("16 ounces of tea", "oz", "of tea"),
        ("3 dozen eggs", "", "eggs"),
        ("1%", "%", ""),
        ("- 3 losses", "", "losses"),
        ("1/4 of the class", "", "of the class"),
    ],
)
def test_labels_of_bare_numbers(text: str, unit: str, words: str) -> None:
    found = label(text)
    assert found is not None
    assert (found.unit, found.words) == (unit, words)


@pytest.mark.parametrize(
    "text", ["84/2 apples", "2 + 3 apples", "3 miles / 6 hours", "total of 5", "", "apples"]
)
def test_calculations_and_names_have_none(text: str) -> None:
    assert label(text) is None


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("5 apples", "$10", True),
        ("8 batches", "44 cups", True),
        ("5 red apples", "5 pens", True),
        ("1%", "$5", True),
        ("3/8", "$375", True),
        ("2 parts", "8", True),
        ("3 pens", "6", True),
        ("8 cups of milk", "2 kg", True),
        ("5 apples", "5 apples", False),
        ("5 apple", "6 apples", False),
        ("2 hours", "120 minutes", False),
        ("30/60", "0.5 hours", False),
        ("20 m", "20 m^2", False),
        ("$5", "5", False),
        ("15%", "0.15", False),
    ],
)
def test_different_things_correspond_and_are_not_equal(left: str, right: str, joined: bool) -> None:
    assert corresponds([label(left), label(right)], 1) is joined


def test_a_calculation_between_two_units_is_in_the_second() -> None:
    (chain,) = read_line("16 pounds = 16 * 16 = 256 ounces").claims
    assert chain.sides[1][0] == "unit"
    assert chain.sides[1][2] == "oz"
    (same,) = read_line("16 pounds = 8 * 2 = 16 pounds").claims
    assert same.sides[1][0] == "*"
