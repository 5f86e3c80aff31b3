"""A number in another form: a decimal, a percentage, a fraction, a mixed number, or rounded (halves away from
zero)."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Form, Goal
from coe.verifier.problems.reading.parts import COUNTS, count, exact, number, quantity, template, value_of
from coe.verifier.syntax.calculator import decimals_of

WORDS = ("decimal", "percent", "per cent", "fraction", "mixed", "round")
"""A statement, in lower case, without any of these is not for this reader."""
_PERCENT = r"(?: ?%| percent| per cent)"
_FORM = (
    r"(?:an? )?(?P<form>decimal|percent|per cent|percentage|fraction|mixed number|improper fraction)"
    r"(?: number| fraction| form)?"
    r"(?:,? (?:in|reduced to)(?: its| the)? (?:lowest|simplest) (?:terms|form))?"
)
_AS = tuple(
    template(pattern)
    for pattern in (
        rf"(?:please )?(?:convert|change|turn|express|write|rewrite|give)(?: the (?:number|fraction|decimal"
        rf"|mixed number|percent(?:age)?))? {{n}}(?P<rate>{_PERCENT})? (?:to|into|as|in) {_FORM}",
        rf"what(?: is|'s) {{n}}(?P<rate>{_PERCENT})?,? (?:(?:written|expressed) )?as {_FORM}",
    )
)
_PLACES = {
    "whole number": 0, "integer": 0, "one": 0, "unit": 0, "ten": -1, "hundred": -2, "thousand": -3,
    "tenth": 1, "hundredth": 2, "thousandth": 3,
}  # fmt: skip
_ROUND = template(
    rf"(?:please )?round(?: off)?(?: the number)? {{n}} (?:correct )?to (?:the nearest (?P<place>"
    rf"{'|'.join(_PLACES)})|(?P<places>\d|{'|'.join(COUNTS)}) decimal places?)"
)


def read(text: str) -> Goal | None:
    """The number and the form asked; None where the text is anything else."""
    for pattern in _AS:
        match = pattern.fullmatch(text)
        if match is not None:
            return _in_form(match)
    match = _ROUND.fullmatch(text)
    return None if match is None else _rounded(match)


def _in_form(match: re.Match[str]) -> Goal | None:
    given, rate, form = match["n"], match["rate"], match["form"].lower()
    value = value_of(number(given)) / (100 if rate else 1)
    article = "an" if form.startswith("i") else "a"
    words = f"write {given}{'%' if rate else ''} as {article} {form.replace('per cent', 'percent')}"
    mixed, broken = " " in given, "/" in given
    improper = value.denominator > 1 and abs(value) > 1 and broken and not rate
    asked = {
        # 1/3 has none that ends, and 101 may be meant in another base.
        "decimal": (Form.DECIMAL, (rate or broken) and decimals_of(value) is not None),
        # A mixed number counts as a fraction elsewhere.
        "fraction": (Form.FRACTION, rate or "." in given or (broken and not mixed)),
        "mixed number": (Form.MIXED, improper and not mixed),
        "improper fraction": (Form.IMPROPER, improper and mixed),
    }.get(form)
    if asked is not None:
        return quantity(words, value, ("x",), form=asked[0]) if asked[1] else None
    if rate:
        return None
    share: Expr = ("pct", exact(value * 100))
    ends = decimals_of(value * 100) is not None
    return quantity(
        words, share, ("x",), also=(exact(value * 100),), form=Form.PERCENT, approximate=not ends
    )  # fmt: skip


def _rounded(match: re.Match[str]) -> Goal | None:
    given = value_of(number(match["n"]))
    if match["place"]:
        places, to = _PLACES[match["place"].lower()], f"the nearest {match['place'].lower()}"
    else:
        places = count(match["places"])
        to = f"{places} decimal place{'s' * (places != 1)}"
    scale = Fraction(10) ** places
    units = math.floor(abs(given) * scale + Fraction(1, 2))
    return quantity(f"round {match['n']} to {to}", (units if given >= 0 else -units) / scale, ("x",))
