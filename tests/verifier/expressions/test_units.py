"""Units: names, factors and dimensions."""

from fractions import Fraction

import pytest

from coe.verifier.expressions.units import (
    SCALES,
    SPELLINGS,
    Mixed,
    in_base_units,
    in_one_unit,
    unit_names,
    unit_of,
    without_units,
)
from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.parser import parse_expression


def side(text: str):  # type: ignore[no-untyped-def]
    return read_line(text).claims[0].sides[0]


@pytest.mark.parametrize(
    ("name", "factor", "dimension"),
    [("km", 1000, (("length", 1),)), ("m^2", 1, (("length", 2),)),
     ("km/h", Fraction(5, 18), (("length", 1), ("time", -1))), ("cent", Fraction(1, 100), (("money", 1),)),
     ("dozen", 12, ())],
)  # fmt: skip
def test_unit_of(name: str, factor: Fraction | int, dimension: tuple[tuple[str, int], ...]) -> None:
    unit = unit_of(name)
    assert unit is not None
    assert (unit.factor, unit.dimension) == (factor, dimension)


@pytest.mark.parametrize("name", ["", "apples", "km/", "/h", "m^", "__class__"])
def test_no_unit(name: str) -> None:
    assert unit_of(name) is None


def test_every_spelling_names_a_unit() -> None:
    assert all(unit_of(name) is not None for name in SPELLINGS.values())


def test_dimensions_multiply_and_cancel() -> None:
    assert in_base_units(side("5 m * 4 m"))[1] == (("length", 2),)
    assert in_base_units(side("6 km / 2 km"))[1] == ()
    assert in_base_units(side("60 km/h * 2 h"))[1] == (("length", 1),)


def test_a_sum_of_different_dimensions_is_mixed() -> None:
    with pytest.raises(Mixed):
        in_base_units(side("5 m + 3 kg"))


def test_without_units() -> None:
    assert without_units(side("5 m * 4 m")) == parse_expression("5 * 4")
    assert unit_names(side("$5 + 3 km")) == {"$", "km"}


def test_equations_in_one_unit_are_told_from_others() -> None:
    money = frozenset("$")
    sides = read_line("x + 3 = $10").claims[0].sides
    assert in_one_unit(sides, frozenset()) == (read_line("x + 3 = 10").claims[0].sides, money)
    assert in_one_unit(sides, money)[1] == money
    assert in_one_unit(sides, frozenset({"h"})) == (sides, frozenset({"h"}))
    assert in_one_unit(read_line("x + 3 = 10").claims[0].sides, money)[1] == money


def test_scales_have_no_dimension() -> None:
    assert {"dozen", "million"} <= SCALES
    assert all((unit := unit_of(name)) is not None and not unit.dimension for name in SCALES)
