"""SIGN_FLIP: a plus is written for a minus, or a result loses or gains its minus sign.

Among the commonest slips in school algebra (Booth and others 2014).
"""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.sheet import SPAN, replace_match

_SIGN = re.compile(r" [+-] (?=[^{}]*(?:\{|$))")


def _rewrite(derivation: str, rng: Random) -> str | None:
    spans, signs = list(SPAN.finditer(derivation)), list(_SIGN.finditer(derivation))
    if not spans and not signs:
        return None
    match = rng.choice(spans + signs)
    if match.re is SPAN:
        return replace_match(derivation, match, "{-(" + match[1] + ")}")
    return replace_match(derivation, match, " - " if "+" in match[0] else " + ")


CORRUPTION = carried_mistake(
    "sign_flip",
    "a plus for a minus, or a result with the wrong sign",
    _rewrite,
    where="a line with a sign or a calculation",
    sources=("Booth 2014",),
)
