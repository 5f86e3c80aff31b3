"""Mixtures: which kinds of mistakes are drawn, and how often.

A mixture is written as comma-separated parts. A part is the name of a mixture below, or a kind, or
`kind=weight`; a later part overrides an earlier one, and weight 0 leaves a kind out:

    full
    core,lost_root=2
    full,introduce_typo=0

`model` leans to what a language model gets wrong in word problems (docs/mistakes.md compares the three).
`core` is frozen: the built-in model was trained and is measured on it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from coe.corruptions.catalogue import CORRUPTIONS, load_corruption
from coe.errors import UsageError

# Students' mistakes of meaning are commoner than slips of the pen; lines left out or added are rarer.
CORE: Mapping[str, float] = MappingProxyType(
    {
        "delete_line": 1.0,
        "add_wrong_line": 1.0,
        "replace_line": 0.7,
        "introduce_typo": 1.3,
        "swap_operand": 1.0,
        "sign_flip": 1.0,
        "arithmetic_slip": 1.0,
        "wrong_operation": 1.0,
        "forgotten_term": 1.0,
        "forgotten_bracket": 1.0,
        "decimal_point": 1.0,
    }
)
CORE_MOST = 5
"""Most mistakes in a draft of the built-in model's training and measurement."""

# Slips and whole lines can go wrong nearly everywhere, a rule of mathematics only where it is used.
_ANYWHERE = frozenset(
    {
        "delete_line", "add_wrong_line", "replace_line", "introduce_typo", "decimal_point",
        "unfinished_answer", "digit_transposition", "dropped_digit", "misread_number", "went_on",
        "repeated_line", "swapped_lines", "copied_line",
    }
)  # fmt: skip
# Habits of language models that add many lines: often drawn, they would make most repairs deletions.
_TALK = frozenset({"looped_lines", "announced_plan"})
_OFTEN = frozenset(
    {"sign_flip", "arithmetic_slip", "wrong_operation", "forgotten_term", "swap_operand", "unit_slip"}
)

FULL: Mapping[str, float] = MappingProxyType(
    {
        name: 0.1 if name in _TALK else 0.5 if name in _ANYWHERE else 0.8 if name in _OFTEN else 2.5
        for name in CORRUPTIONS
    }
)

# What small language models get wrong in word problems: the plan, more than the calculation; and they talk
# about it, and get stuck in loops.
MODEL: Mapping[str, float] = MappingProxyType(
    {
        "wrong_quantity": 6.0, "wrong_operation": 3.0, "additive_reasoning": 3.0, "relation_turned": 3.0,
        "distractor_used": 3.0, "forgotten_term": 2.0, "miscopied_number": 2.0, "premature_answer": 4.0,
        "run_on_equals": 1.0, "percent_as_number": 2.0, "percent_base": 2.0, "unit_slip": 1.0,
        "misread_number": 1.0, "arithmetic_slip": 1.0, "went_on": 1.0, "repeated_line": 1.0,
        "looped_lines": 6.0, "announced_plan": 5.0,
        "copied_line": 1.0, "earlier_value_reported": 1.0, "lost_minus": 1.0, "table_slip": 0.5,
        "digit_transposition": 0.5, "swap_operand": 0.5,
    }
)  # fmt: skip

MIXTURES: Mapping[str, Mapping[str, float]] = MappingProxyType({"core": CORE, "full": FULL, "model": MODEL})


@lru_cache(maxsize=64)
def mixture(text: str) -> Mapping[str, float]:
    """The weights, above 0, of the kinds that a mixture draws.

    Raises:
        UsageError: an unknown name, a weight that is no number from 0 on, or nothing left to draw.
    """
    weights: dict[str, float] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, separator, weight = (piece.strip() for piece in part.partition("="))
        if not separator and name in MIXTURES:
            weights |= MIXTURES[name]
        else:
            weights[_kind(name)] = _weight(weight, part) if separator else 1.0
    weights = {name: weight for name, weight in weights.items() if weight > 0}
    if not weights:
        raise UsageError(f"the mixture {text!r} leaves no kind of mistake to draw; try full or core")
    return MappingProxyType(weights)


def _kind(name: str) -> str:
    """The name under which a kind is drawn.

    Raises:
        UsageError: there is no such kind or mixture.
    """
    if name.lower() in CORRUPTIONS:
        return name.lower()
    if ":" not in name:
        known = ", ".join((*MIXTURES, *CORRUPTIONS))
        raise UsageError(
            f"unknown mistake {name!r}; known: {known}; or give your own as package.module:attribute"
        )
    load_corruption(name)
    return name


def _weight(text: str, part: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not 0 <= weight < math.inf:
        raise UsageError(f"{part!r}: a weight is a number from 0 on, as in sign_flip=2")
    return weight
