"""FORGOTTEN_BRACKET: a bracket is dropped, or only the first term inside it is multiplied.

"Incomplete distribution" in the taxonomy of Matz 1982.
"""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.sheet import SPAN, replace_match

_BRACKET = re.compile(r"\(([^(){}]*[-+*/][^(){}]*)\)")
_PRODUCT = re.compile(r"\{[^{}+]*\* ?(\(?-?\d+(?:\.\d+)?\)?)\}")


def _rewrite(derivation: str, rng: Random) -> str | None:
    spans = [(span.start(), span.end()) for span in SPAN.finditer(derivation)]
    inside = [
        match
        for match in _BRACKET.finditer(derivation)
        if any(start < match.start() < end for start, end in spans)
    ]
    products = [match for match in _PRODUCT.finditer(derivation) if match.start() != spans[0][0]]
    if not inside and not products:
        return None
    match = rng.choice(inside + products)
    replacement = "{" + match[1] + "}" if match.re is _PRODUCT else match[1]
    return replace_match(derivation, match, replacement)


CORRUPTION = carried_mistake(
    "forgotten_bracket",
    "a bracket is dropped, or multiplied into its first term only",
    _rewrite,
    where="a calculation with a bracket, or a bracket multiplied out",
    sources=("Matz 1982", "Payne & Squibb 1990"),
)
