"""Quantities in another unit of the same dimension, and temperatures."""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.expressions.units import COMPOUNDS, SPELLINGS, unit_of
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import NUMBER, exact, number, quantity, template, value_of
from coe.verifier.syntax.calculator import decimals_of

WORDS = (
    "convert", "change", "express", "write", "how many", "what is", "how much is",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_NAME = r"(?:(?:square|cubic|sq\.?|cu\.?) )?[A-Za-z]+(?:\^[23])?(?:(?: ?/ ?| per (?:an? )?)[A-Za-z]+)?"
_FORMS = tuple(
    template(pattern)
    for pattern in (
        rf"(?:convert|change|express|write) {{n}} ?(?P<from>{_NAME}) (?:to|into|in|as) (?P<to>{_NAME})",
        rf"how many (?P<to>{_NAME}) (?:are there in|are in|is|are|make|equal|make up) {{n}}"
        rf" ?(?P<from>{_NAME})",
        rf"(?:what is|how much is) {{n}} ?(?P<from>{_NAME}) (?:in|converted to|expressed in) (?P<to>{_NAME})",
    )
)
_DEGREES = r"(?: ?°| degrees?)? ?"
_TEMPERATURE = re.compile(
    rf"(?:convert|change|express|what is) (?P<n>-?{NUMBER}){_DEGREES}(?P<from>C|F|Celsius|Fahrenheit)"
    rf" (?:to|into|in)"
    rf" (?:degrees )?(?:°)?(?P<to>C|F|Celsius|Fahrenheit)",
    re.IGNORECASE,
)


def read(text: str) -> Goal | None:
    """The quantity and the unit asked; None where the text is anything else."""
    match = _TEMPERATURE.fullmatch(text)
    if match is not None:
        return _temperature(match)
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _converted(match)
    return None


def _unit(text: str) -> str | None:
    """The name of a unit as people write it."""
    text = re.sub(r" ?/ ?| per (?:an? )?", "/", text.strip())
    power = re.match(r"(?:(sq)\w*\.?|(cu)\w*\.?) ", text, re.IGNORECASE)
    if power:
        text = f"{text[power.end() :]}^{2 if power[1] else 3}"
    parts = []
    for part in text.split("/"):
        name, _, raised = part.partition("^")
        known = SPELLINGS.get(name) or SPELLINGS.get(name.lower())
        if known is None:
            return COMPOUNDS.get(text.lower())
        parts.append(f"{known}^{raised}" if raised else known)
    return "/".join(parts)


def _converted(match: re.Match[str]) -> Goal | None:
    source, target = _unit(match["from"]), _unit(match["to"])
    first, second = unit_of(source or ""), unit_of(target or "")
    if first is None or second is None or first.dimension != second.dimension or source == target:
        return None
    value = value_of(number(match["n"])) * first.factor / second.factor
    return quantity(
        f"convert {match['n']} {source} to {target}",
        ("unit", exact(value), target),
        ("x", match["to"].lower()),
        unit=target or "",
        approximate=decimals_of(value) is None,
    )


def _temperature(match: re.Match[str]) -> Goal | None:
    source, target = match["from"][0].upper(), match["to"][0].upper()
    if source == target:
        return None
    given = value_of(number(match["n"]))
    value = given * Fraction(9, 5) + 32 if source == "C" else (given - 32) * Fraction(5, 9)
    names = {"C": ("C", "c", "celsius"), "F": ("F", "f", "fahrenheit")}
    full = {"C": "C(?:elsius)?", "F": "F(?:ahrenheit)?"}
    shown = re.escape(str(value))
    given_as = rf"(?:{re.escape(match['n'])}{_DEGREES}{full[source]} ?(?:=|is) ?)?"
    sentence = rf"{given_as}{shown}{_DEGREES}(?:{full[target]})"
    return quantity(
        f"convert {match['n']} °{source} to °{target}",
        value,
        names[target],
        given=tuple((name, exact(given)) for name in names[source]),
        approximate=decimals_of(value) is None,
        sentences=(sentence, ""),
    )
