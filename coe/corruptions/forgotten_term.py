"""FORGOTTEN_TERM: one term or factor of a calculation is left out."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.sheet import choose_span

_LATER_TERM = re.compile(r" ?[-+*/] ?(?:\d+(?:\.\d+)?|\(-?\d+(?:\.\d+)?\))(?![\w.^(])")


def _rewrite(derivation: str, rng: Random) -> str | None:
    span = choose_span(derivation, rng)
    terms = [term for term in _LATER_TERM.finditer(span[1]) if term.start() > 0] if span else []
    if span is None or not terms:
        return None
    term, inner = rng.choice(terms), span[1]
    shorter = inner[: term.start()] + inner[term.end() :]
    return derivation.replace(inner, shorter)


CORRUPTION = carried_mistake(
    "forgotten_term",
    "a term or factor of a calculation is left out",
    _rewrite,
    where="a calculation of two operands or more",
    sources=("Payne & Squibb 1990", "Booth 2014"),
)
