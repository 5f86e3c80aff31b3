"""Measures of a figure as statements give them: "length 8 cm and width 5 cm", "8 cm by 5 cm", "sides of 5 m".

Promises: the text is used up by measures and by words that say nothing about size, or nothing is read;
measures in different units are not read, nor an area in a unit of length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.units import SPELLINGS, unit_of
from coe.verifier.problems.reading.parts import NUMBER, listed, number
from coe.verifier.syntax.printing import format_expression

LENGTHS = {
    spelling: name
    for spelling, name in SPELLINGS.items()
    if (unit := unit_of(name)) is not None and unit.dimension == (("length", 1),)
}
"""Every spelling of a unit of length to its name."""
UNIT = "|".join(sorted((*LENGTHS, "units", "unit"), key=len, reverse=True))
"""A unit of length, as a pattern."""
_MEASURE = (
    rf"(?P<number>{NUMBER})(?P<pi>\s*\*?\s*pi\b)?"
    rf"(?:[ -]?(?P<power>square |sq\.? |cubic |cu\.? )?(?P<unit>{UNIT})(?![A-Za-z])(?P<raised>\^[23])?)?"
)
_NAMES = (
    "length", "width", "breadth", "height", "altitude", "base", "side length", "side", "base radius",
    "base diameter", "edge length", "edge", "radius", "diameter", "circumference", "area", "perimeter",
    "volume", "hypotenuse", "diagonal", "slant height", "leg",
)  # fmt: skip
_SAME = {
    "breadth": "width", "altitude": "height", "side length": "side", "edge length": "side", "edge": "side",
    "depth": "height", "base radius": "radius", "base diameter": "diameter",
}  # fmt: skip
_ADJECTIVES = {
    "long": "length", "wide": "width", "high": "height", "tall": "height", "deep": "height",
    "across": "diameter", "thick": "height", "in diameter": "diameter", "in radius": "radius",
}  # fmt: skip
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_BE = r"(?:\s*(?:=|:)\s*|\s+(?:is|of|are|equal to|measures|measuring)\s+|\s+)"
_FILLER = re.compile(
    r"(?:[\s,]|(?:and|with|has|having|its|an?|the|of|whose|is|are|that|which|it|one|perpendicular"
    r"|measures|measuring"
    r"|equal to|dimensions)\b)*",
    re.IGNORECASE,
)
_BY = re.compile(rf"{_MEASURE}\s*(?:by|x|\*)\s*(?=\d)", re.IGNORECASE)
_AND_BY = re.compile(r"\s*(?:by|x|\*)\s*(?=\d)", re.IGNORECASE)
_SINGLE = re.compile(_MEASURE, re.IGNORECASE)
_NAMED = re.compile(
    rf"(?P<name>{_NAME}|depth){_BE}(?:(?:length|a length) (?:of )?)?(?={NUMBER})", re.IGNORECASE
)
_MANY = re.compile(
    r"(?P<name>parallel sides|shorter sides|side lengths|sides|legs|edges|diagonals)"
    rf"(?: of)?(?: lengths?)?(?: of)?(?:{_BE})?(?={NUMBER})",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:\s*-?(?P<adjective>{'|'.join(_ADJECTIVES)})\b|[ -](?P<name>{_NAME})\b)", re.IGNORECASE
)
# The number is only a part of one: 5x, 5/7, 5 + 3, 5%.
_GOES_ON = re.compile(r"[A-Za-z0-9%^]|\s*[/*+=<>-]\s*\w|\.\d")
_POWERS = {"area": 2, "volume": 3}
_BEFORE_NEXT = re.compile(rf"\s*(?:,\s*and|,|and)\s*(?={NUMBER})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures by name; a name with several is a row of sides.

    Args:
        values: numbers without units, in the order given.
        unit: the unit of length, "" if none is named.
    """

    values: dict[str, tuple[Expr, ...]]
    unit: str

    def words(self) -> str:
        """ "length 8 cm and width 5 cm", for people."""
        parts = []
        for name, values in self.values.items():
            power = _POWERS.get(name, 1)
            unit = f" {self.unit}{f'^{power}' if power > 1 else ''}" if self.unit else ""
            given = [f"{format_expression(value)}{unit}" for value in values]
            parts.append("sides " + " by ".join(given) if name == "size" else f"{name} {listed(given)}")
        return listed(parts)


class _Reader:
    """Reads measures from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.values: dict[str, list[Expr]] = {}
        self.units: list[tuple[str, int, int]] = []

    def run(self) -> bool:
        """Whether the whole text is measures."""
        while True:
            filler = _FILLER.match(self.text, self.at)
            self.at = filler.end() if filler else self.at
            if self.at == len(self.text):
                return bool(self.values)
            if not (self._many() or self._named() or self._sizes() or self._behind()):
                return False

    def _take(self) -> tuple[Expr, re.Match[str]] | None:
        match = _SINGLE.match(self.text, self.at)
        if match is None:
            return None
        if _GOES_ON.match(self.text, match.end()):
            return None
        value = number(match["number"])
        self.at = match.end()
        return (("*", value, ("const", "pi")) if match["pi"] else value), match

    def _add(self, name: str, taken: tuple[Expr, re.Match[str]]) -> None:
        value, match = taken
        power = {"s": 2, "c": 3, "": 1}[(match["power"] or "")[:1].lower()]
        if match["raised"]:
            power = int(match["raised"][1])
        if match["unit"]:
            unit = LENGTHS.get(match["unit"]) or LENGTHS.get(match["unit"].lower(), "")
            self.units.append((unit, power, _POWERS.get(name, 1)))
        self.values.setdefault(name, []).append(value)

    def _many(self) -> bool:
        match = _MANY.match(self.text, self.at)
        if match is None:
            return False
        start, self.at = self.at, match.end()
        while True:
            taken = self._take()
            if taken is None:
                self.at = start
                return False
            self._add(match["name"].lower().replace("side lengths", "sides").replace("edges", "sides"), taken)
            following = _BEFORE_NEXT.match(self.text, self.at)
            if following is None:
                return True
            self.at = following.end()

    def _named(self) -> bool:
        match = _NAMED.match(self.text, self.at)
        if match is None:
            return False
        self.at = match.end()
        taken = self._take()
        if taken is None:
            return False
        name = match["name"].lower()
        self._add(_SAME.get(name, name), taken)
        return True

    def _sizes(self) -> bool:
        if _BY.match(self.text, self.at) is None:
            return False
        while True:
            taken = self._take()
            if taken is None:
                return False
            self._add("size", taken)
            following = _AND_BY.match(self.text, self.at)
            if following is None:
                return True
            self.at = following.end()

    def _behind(self) -> bool:
        taken = self._take()
        if taken is None:
            return False
        match = _BEHIND.match(self.text, self.at)
        if match is None:
            return False
        self.at = match.end()
        name = _ADJECTIVES[match["adjective"].lower()] if match["adjective"] else match["name"].lower()
        self._add(_SAME.get(name, name), taken)
        return True


def read_measures(text: str) -> Measures | None:
    """The measures that make up the text, or None where it says anything else."""
    reader = _Reader(text)
    if not reader.run():
        return None
    names = {unit for unit, _, _ in reader.units}
    if len(names) > 1 or any(power != wanted for _, power, wanted in reader.units):
        return None
    if any(_is_zero(value) for values in reader.values.values() for value in values):
        return None
    values = {name: tuple(given) for name, given in reader.values.items()}
    return Measures(values, names.pop() if names else "")


def _is_zero(value: Expr) -> bool:
    """Whether a measure is zero: no figure has such a side."""
    plain = value[1] if value[0] == "*" else value
    return plain[0] == "num" and Fraction(plain[1]) == 0
