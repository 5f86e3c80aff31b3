"""Mal-rules of calculus: rules used where they do not hold, or only half of them."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import REPLACE, REPLACE_AND_GO_ON, Corruption, Level
from coe.corruptions.sheet import Sheet, Step
from coe.errors import CalculatorError

_DERIVATIVE = re.compile(r"\bderivative|\bdifferentiate\b|'\(|\bd[a-z]/d[a-z]\b", re.IGNORECASE)
_INTEGRAL = re.compile(r"\bintegra|\bantiderivative", re.IGNORECASE)
_INNER = re.compile(r"^= (\d+)(\(.*\)\^\d+) \* (\d+)$")
_INNER_TAKEN_IN = re.compile(r"^= \{(\d+) \* \(?-?\d+\)?\}(\(.*\)\^\d+|e\^\(.*\))$")
_EXPONENTIAL = re.compile(r"^= \{(\d+) \* \(?-?\d+\)?\}e\^\((-?\d*)([a-z])\)$")
_TERM = re.compile(r"\{(\d+) \* (\d+)\}([a-z])(?:\^(\d+))?")
_LAST_NUMBER = re.compile(r"(?<=[a-z\d)] )([-+]) (\d+)(?=$|,|\.$|\?$| at | with )")
_PRODUCT = re.compile(r"^= (-?\d+)\([^()]+\) \+ \(?(-?\d+)\)?\([^()]+\)$")
_QUOTIENT = re.compile(r"\{(\d+) / (\d+)\}([a-z])\^(\d+)")
_LIMIT = re.compile(r"^= lim ")
_INFINITE = re.compile(r"\binfinity\b")
_RATIO = re.compile(r"^= \{-?\d+ / \(?-?\d+\)?\}$")


def _of(sheet: Sheet, topic: re.Pattern[str]) -> bool:
    return topic.search(sheet.statement) is not None


def _written(sheet: Sheet, index: int, derivation: str, *, ends: bool = False) -> Sheet | None:
    """The sheet with this line written so, and nothing after it where the mistake ends the solution."""
    try:
        step = Step.of(derivation)
    except CalculatorError:
        return None
    if step.text == sheet.steps[index].text:
        return None
    changed = sheet.with_step(index, step)
    return Sheet(changed.statement, changed.steps[: index + 1], changed.carries) if ends else changed


def _no_inner(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    derivation = sheet.steps[index].derivation
    open_, taken_in = _INNER.match(derivation), _INNER_TAKEN_IN.match(derivation)
    match = open_ or taken_in
    if match is None or not _of(sheet, _DERIVATIVE):
        return None
    return _written(sheet, index, f"= {match[1]}{match[2]}", ends=open_ is not None)


def _power_rule(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    match = _EXPONENTIAL.match(sheet.steps[index].derivation)
    if match is None or not _of(sheet, _DERIVATIVE):
        return None
    factor, name = match[2] if match[2] not in ("", "-") else f"{match[2]}1", match[3]
    return _written(sheet, index, f"= {{{match[1]} * ({factor})}}{name} * e^({match[2]}{name} - 1)")


def _same_exponent(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    derivation = sheet.steps[index].derivation
    terms = [term for term in _TERM.finditer(derivation) if int(term[2]) == int(term[4] or 1) + 1]
    if not terms or not _of(sheet, _DERIVATIVE):
        return None
    term = rng.choice(terms)
    kept = f"{{{term[1]} * {term[2]}}}{term[3]}^{term[2]}"
    return _written(sheet, index, derivation[: term.start()] + kept + derivation[term.end() :])


def _constant_stays(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    derivation, match = sheet.steps[index].derivation, _LAST_NUMBER.search(sheet.statement)
    if match is None or index or not _TERM.search(derivation) or not _of(sheet, _DERIVATIVE):
        return None
    return _written(sheet, index, f"{derivation} {match[1]} {match[2]}")


def _factors_apart(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    match = _PRODUCT.match(sheet.steps[index].derivation)
    if match is None or not _of(sheet, _DERIVATIVE):
        return None
    return _written(sheet, index, f"= {{{match[1]} * ({match[2]})}}", ends=True)


def _integrated(sheet: Sheet, index: int, rng: Random, write: str) -> Sheet | None:
    derivation = sheet.steps[index].derivation
    terms = [term for term in _QUOTIENT.finditer(derivation) if term[2] == term[4]]
    if not terms or not _of(sheet, _INTEGRAL):
        return None
    term = rng.choice(terms)
    below = int(term[4]) - 1
    power = "" if below < 2 else term[3] if below == 2 else f"{term[3]}^{below - 1}"
    wrong = write.format(a=term[1], n=below, x=term[3], above=term[4], power=power)
    return _written(sheet, index, derivation[: term.start()] + wrong + derivation[term.end() :])


def _undivided(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    return _integrated(sheet, index, rng, "{a}{x}^{above}")


def _differentiated(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    return _integrated(sheet, index, rng, "{{{a} * {n}}}{power}")


def _zero_over_zero(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    if not _LIMIT.match(sheet.steps[index].derivation) or ")/(" not in sheet.statement:
        return None
    return _written(sheet, index, f"= {rng.choice('01')}", ends=True)


def _infinities_cancelled(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    if not _RATIO.match(sheet.steps[index].derivation) or not _of(sheet, _INFINITE):
        return None
    return _written(sheet, index, "= 1")


CHAIN_RULE_INNER = Corruption(
    "chain_rule_inner",
    Level.MEANING,
    False,
    "a composed function is differentiated and the derivative of what is inside is left out",
    _no_inner,
    "the derivative of a power of a bracket or of e^(kx)",
    ("Chikwanha 2022", "Orton 1983"),
    REPLACE,
)
POWER_RULE_ON_EXPONENTIAL = Corruption(
    "power_rule_on_exponential",
    Level.MEANING,
    False,
    "the power rule is used on an exponential: its exponent comes down in front and is made one less",
    _power_rule,
    "the derivative of e^(kx)",
    ("Siyepu 2013",),
    REPLACE,
)
EXPONENT_KEPT = Corruption(
    "exponent_kept",
    Level.MEANING,
    False,
    "the exponent comes down in front and is not made one less",
    _same_exponent,
    "the derivative of a power, worked out",
    ("Orton 1983", "Chikwanha 2022"),
    REPLACE,
)
CONSTANT_KEPT = Corruption(
    "constant_kept",
    Level.MEANING,
    False,
    "the derivative of a constant is taken to be the constant",
    _constant_stays,
    "the derivative of a polynomial that ends with a number",
    ("Luneta & Makonye 2010",),
    REPLACE,
)
PRODUCT_RULE_AS_PRODUCT = Corruption(
    "product_rule_as_product",
    Level.MEANING,
    False,
    "the derivative of a product is taken to be the product of the derivatives",
    _factors_apart,
    "the derivative of a product of two brackets",
    ("Siyepu 2015", "Matz 1982"),
    REPLACE_AND_GO_ON,
)
DIVISOR_FORGOTTEN = Corruption(
    "divisor_forgotten",
    Level.MEANING,
    False,
    "a power is integrated and not divided by its new exponent",
    _undivided,
    "the integral of a power, worked out",
    ("Orton 1983",),
    REPLACE,
)
DIFFERENTIATED_INSTEAD = Corruption(
    "differentiated_instead",
    Level.MEANING,
    False,
    "a term is differentiated where it was to be integrated",
    _differentiated,
    "the integral of a power, worked out",
    ("Orton 1983",),
    REPLACE,
)
ZERO_OVER_ZERO = Corruption(
    "zero_over_zero",
    Level.MEANING,
    False,
    "the number is put in, and 0/0 is taken to be 0 or 1",
    _zero_over_zero,
    "a limit of a quotient in which a factor is cancelled",
    ("Luneta & Makonye 2010",),
    REPLACE_AND_GO_ON,
)
INFINITIES_CANCELLED = Corruption(
    "infinities_cancelled",
    Level.MEANING,
    False,
    "at infinity both sides of the bar are infinite and taken to be equal",
    _infinities_cancelled,
    "a limit of a quotient at infinity",
    ("Luneta & Makonye 2010",),
    REPLACE,
)
