"""Percentages of a whole, percent change, and ratios."""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Form, Goal
from coe.verifier.problems.reading.parts import exact, number, quantity, several, template, value_of

WORDS = (
    "%", "percent", "per cent", "ratio", " is what",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_PERCENT = r"(?:%|percent|per cent|percentage)"
_WHAT_PERCENT = tuple(
    template(pattern)
    for pattern in (
        rf"what {_PERCENT} of {{whole}} is {{part}}",
        rf"{{part}} is what {_PERCENT} of {{whole}}",
        rf"{{part}} is (?:how many|what) {_PERCENT} of {{whole}}",
        rf"{{ask}} what {_PERCENT} of {{whole}} {{part}} is",
        rf"(?:express|write) {{part}} as a {_PERCENT} of {{whole}}",
    )
)
_CHANGE = template(
    rf"(?:{{ask}} )?the {_PERCENT} (?P<what>change|increase|decrease|rise|drop|gain|loss) (?:from|when"
    rf" (?:a|the) (?:price|number"
    rf"|value|quantity) (?:changes|goes|rises|falls|increases|decreases|drops) from) \$?{{before}} to"
    rf" \$?{{after}}"
)
_WHOLE = tuple(
    template(pattern)
    for pattern in (
        rf"{{part}} is {{rate}} ?{_PERCENT} of what(?: number)?",
        rf"{{rate}} ?{_PERCENT} of what number is {{part}}",
        rf"(?:if )?{{rate}} ?{_PERCENT} of a number is {{part}}[.,] (?:what is|find) the number",
    )
)
_RATIO = r"{a} ?(?::| to ) ?{b}(?: ?(?::| to ) ?(?P<c>\d+))?"
_SIMPLIFY = tuple(
    template(pattern)
    for pattern in (
        rf"(?:simplify|reduce)(?: the ratio)? {_RATIO}(?: to (?:its )?(?:lowest|simplest) (?:terms|form))?",
        rf"(?:write|express) the ratio {_RATIO} in (?:its )?(?:lowest|simplest) (?:terms|form)",
    )
)
_DIVIDE = template(
    rf"(?:divide|share|split) (?P<money>\$)?{{whole}}(?: [a-z]+)? (?:in|into|in to) (?:two |three"
    rf" )?(?:parts in )?the ratio(?: of)? {_RATIO}"
)


def read(text: str) -> Goal | None:
    """The percentage or ratio asked; None where the text is anything else."""
    for pattern in _WHAT_PERCENT:
        match = pattern.fullmatch(text)
        if match is not None:
            return _percent_of(match)
    match = _CHANGE.fullmatch(text)
    if match is not None:
        return _change(match)
    for pattern in _WHOLE:
        match = pattern.fullmatch(text)
        if match is not None:
            return _whole(match)
    for pattern in _SIMPLIFY:
        match = pattern.fullmatch(text)
        if match is not None:
            return _simplified(match)
    match = _DIVIDE.fullmatch(text)
    return None if match is None else _divided(match)


def _percentage(words: str, share: Fraction, unsure: tuple[Fraction, ...] = ()) -> Goal:
    """A share as a percentage; the number alone is as right where a percentage is asked."""
    either: tuple[Expr, ...] = (("pct", exact(share * 100)), exact(share * 100))
    open_ = tuple(value for each in unsure for value in (exact(each), exact(each * 100)))
    names = ("percent", "percentage", "p", "x", "percent change", "percent increase", "percent decrease")
    return quantity(words, either[0], names, also=either[1:], unsure=open_)


def _percent_of(match: re.Match[str]) -> Goal | None:
    part, whole = value_of(number(match["part"])), value_of(number(match["whole"]))
    if whole <= 0:
        return None
    return _percentage(f"find the percentage that {match['part']} is of {match['whole']}", part / whole)


def _change(match: re.Match[str]) -> Goal | None:
    before, after = value_of(number(match["before"])), value_of(number(match["after"]))
    what = match["what"].lower()
    what = {"rise": "increase", "gain": "increase", "drop": "decrease", "loss": "decrease"}.get(what, what)
    if before <= 0 or (what == "increase" and after < before) or (what == "decrease" and after > before):
        return None
    share = (after - before) / before
    words = f"find the percent {what} from {match['before']} to {match['after']}"
    if what == "change":
        return _percentage(words, share, (-share,))
    return _percentage(words, abs(share), (-abs(share),))


def _whole(match: re.Match[str]) -> Goal | None:
    part, rate = value_of(number(match["part"])), value_of(number(match["rate"]))
    if rate <= 0:
        return None
    words = f"find the number of which {match['rate']}% is {match['part']}"
    return quantity(words, part * 100 / rate, ("number", "x", "n", "whole"))


def _terms(match: re.Match[str]) -> list[Fraction] | None:
    values = [value_of(number(text)) for text in match.group("a", "b", "c") if text]
    return values if all(value > 0 for value in values) else None


def _simplified(match: re.Match[str]) -> Goal | None:
    values = _terms(match)
    if values is None or any(value.denominator != 1 for value in values):
        return None
    shown = ":".join(map(str, values))
    ratio: Expr = ("ratio", tuple(map(exact, values)))
    return quantity(f"simplify the ratio {shown}", ratio, ("ratio",), form=Form.LOWEST)


def _divided(match: re.Match[str]) -> Goal | None:
    values, whole = _terms(match), value_of(number(match["whole"]))
    if values is None or whole <= 0:
        return None
    parts = [whole * value / sum(values) for value in values]
    shown = ":".join(map(str, values))
    words = f"divide {match['whole']} in the ratio {shown}"
    return quantity(words, several("set", parts), ("parts", "shares"))
