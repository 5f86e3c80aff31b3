"""What a worked solution must hold for a kind of mistake to be worth trying in it.

Most rules of mathematics are used by few solutions, so most draws of a kind would come to nothing. These
patterns are searched once in the derivations; a kind that is not here is tried everywhere. They may let too
much through, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_WORDED = r"(?m)^[A-Za-z]{2,}[ ,']"
_LETTER = r"(?<![A-Za-z\\])[a-z](?![A-Za-z])"
_FRACTION = r"\d/\d"

_PATTERNS = {
    "lost_minus": "-",
    "carry_forgotten": r"\+",
    "smaller_from_larger": "-",
    "borrow_unpaid": "-",
    "unshifted_product": r"\*",
    "decimal_alignment": r"\.\d",
    "decimal_places": r"\.\d",
    "table_slip": "[*/]",
    "operation_confused": r"[+*]",
    "rounded_early": "[./]",
    "left_to_right": "[*/]",
    "added_across": _FRACTION,
    "wrong_inverted": _FRACTION,
    "both_parts_multiplied": _FRACTION,
    "percent_as_number": "100",
    "percent_base": "100",
    "percent_change_only": "100",
    "moved_without_sign": _LETTER,
    "one_side_only": _LETTER,
    "divided_one_term": _LETTER,
    "inequality_not_turned": "[<>≤≥]",
    "power_as_product": r"\d\^\d",
    "square_of_sum": r"\^2",
    "middle_term_missing": r"\^2",
    "root_as_half": r"\^\(1/2\)",
    "lost_exponent": r"[a-z]\^\d",
    "conjoined_terms": r"(?m)^=.*[a-z]",
    "minus_not_distributed": r"\{ ?\(?-",
    "cancelled_across_sum": r"\) ?/",
    "negative_root_forgotten": " or ",
    "lost_root": " or ",
    "root_signs": r" or |\([a-z] [-+]",
    "relation_turned": _WORDED,
    "additive_reasoning": _WORDED,
    "wrong_quantity": _WORDED,
    "distractor_used": _WORDED,
    "unit_slip": _WORDED,
    "half_forgotten": _WORDED,
    "off_by_one": rf"{_WORDED}|\(\d+ - 1\)",
    "formula_mixed_up": r"\*|\^2",
    "radius_for_diameter": r"(?m)^radius|pi",
    "wrong_variable": _LETTER,
    "earlier_value_reported": r"\n",
    "run_on_equals": r"\n",
    "premature_answer": r"\n.*\n",
    "miscopied_number": r"\n",
}
NEEDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
)
