"""What a worked solution must hold for a kind of mistake to be worth trying in it.

Most rules of mathematics are used by few solutions and few lines, so most tries of a kind would come to
nothing, at a cost. These patterns are searched first; a kind that is not here is tried everywhere. They may
let too much through, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coe.corruptions.sheet import Sheet
from coe.corruptions.spans import OPERAND

_WORDED = r"^[A-Za-z]{2,}[ ,'].*"
_LETTER = r"(?<![A-Za-z\\])[a-z](?![A-Za-z])"
_NUMBER = r"\(?[\d.]+\)?"
_WHOLE = r"\(?\d+\)?"
_DERIVED = r"(?i)derivative|differentiate|'\(|\bd[a-z]/d[a-z]"
_IN_SPAN = r"[^{}]*\}"


def _pair(operators: str, left: str = _NUMBER, right: str = _NUMBER) -> str:
    """A span of two unsigned numbers under one of the operators."""
    return rf"\{{\s*{left} ?[{operators}] ?{right}\s*\}}"


@dataclass(frozen=True, slots=True)
class Need:
    """What a kind needs.

    Args:
        sign: stands in the derivation of some line: it is looked for first, which is quick.
        line: found in the derivation of the line that goes wrong.
        statement: found in the statement.
        steps: fewest lines of the draft.
    """

    sign: str = ""
    line: re.Pattern[str] | None = None
    statement: re.Pattern[str] | None = None
    steps: int = 1

    def is_in(self, sheet: Sheet, text: str) -> bool:
        """Whether the kind may apply somewhere; `text` is every derivation, one a line."""
        return (
            self.sign in text
            and len(sheet.steps) >= self.steps
            and (self.line is None or self.line.search(text) is not None)
            and (self.statement is None or self.statement.search(sheet.statement) is not None)
        )

    def is_at(self, sheet: Sheet, index: int) -> bool:
        """Whether the kind may apply to this line of a sheet whose statement holds what is needed."""
        if len(sheet.steps) < self.steps:
            return False
        return self.line is None or self.line.search(sheet.steps[index].derivation) is not None


def _need(line: str = "", statement: str = "", steps: int = 1, sign: str = "") -> Need:
    in_line, in_statement = (
        re.compile(pattern, re.MULTILINE) if pattern else None for pattern in (line, statement)
    )
    return Need(sign, in_line, in_statement, steps)


NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "digit_transposition": _need(rf"\{{{_IN_SPAN}"),
        "dropped_digit": _need(rf"\{{{_IN_SPAN}"),
        "lost_minus": _need(rf"-{_IN_SPAN}", sign="-"),
        "misread_number": _need(r"\d", r"\d"),
        "miscopied_number": _need(r"\d", steps=2),
        "carry_forgotten": _need(_pair("+"), sign="+"),
        "smaller_from_larger": _need(_pair("-"), sign="-"),
        "borrow_unpaid": _need(_pair("-"), sign="-"),
        "unshifted_product": _need(_pair("*", _WHOLE, r"\(?\d\d+\)?"), sign="*"),
        "decimal_alignment": _need(rf"\.\d{_IN_SPAN}", sign="."),
        "decimal_places": _need(rf"\.\d{_IN_SPAN}", sign="."),
        "table_slip": _need(_pair("*/", _WHOLE, _WHOLE)),
        "operation_confused": _need(_pair("+*")),
        "rounded_early": _need(rf"[./]{_IN_SPAN}"),
        "left_to_right": _need(rf" [-+] \{{?{OPERAND} [*/] "),
        "added_across": _need(r"/\d+\)? [-+] \(?-?\d+/\d", sign="/"),
        "wrong_inverted": _need(r" / \(?\d+/\d", sign="/"),
        "both_parts_multiplied": _need(r"\* \(?\d+/\d|\d/\d+\)? \*", sign="/"),
        "percent_as_number": _need("/100", sign="100"),
        "percent_base": _need("100", sign="100"),
        "percent_change_only": _need(r"\(1 [-+] ", sign="(1 "),
        "moved_without_sign": _need(rf"=.*[-+]{_IN_SPAN}|[-+]{_IN_SPAN}.*="),
        "one_side_only": _need(rf"\{{\s*{OPERAND} ?[-+*/] ?{OPERAND}\s*\}}"),
        "divided_one_term": _need(_LETTER, steps=2, sign="="),
        "inequality_not_turned": _need("[<>≤≥]"),
        "power_as_product": _need(r"\d\^\d", sign="^"),
        "square_of_sum": _need(r"\d\)\^2|\d\^2 [-+] [\d.]+\^2", sign="^2"),
        "middle_term_missing": _need(r"= .*[a-z]\^2", sign="^2"),
        "root_as_half": _need(r"\^\(1/2\)", sign="^(1/2)"),
        "lost_exponent": _need(r"[a-z]\^\d", sign="^"),
        "conjoined_terms": _need(r"^=.*[a-z]", sign="="),
        "minus_not_distributed": _need(r"\{ ?\(?-", sign="-"),
        "cancelled_across_sum": _need(r"\) ?/", sign=")"),
        "negative_root_forgotten": _need(" or ", sign=" or "),
        "lost_root": _need(" or ", sign=" or "),
        "root_signs": _need(r" or |\([a-z] [-+]"),
        "relation_turned": _need(
            rf"{_WORDED}\{{",
            r"(?i)\b(?:more|less|fewer|times|twice|half|third|quarter|older|younger|taller|shorter|longer|"
            r"cheaper|heavier|lighter|faster|slower)\b",
        ),
        "additive_reasoning": _need(_WORDED + _pair("*/")),
        "wrong_quantity": _need(rf"{_WORDED}\d{_IN_SPAN}", r"(?s)\d.*\D\d"),
        "distractor_used": _need(rf"{_WORDED}\{{", r"\d"),
        "unit_slip": _need(rf"{_WORDED}\{{"),
        "half_forgotten": _need(rf"{_WORDED}(?: / 2\}}|\{{2 \* )"),
        "off_by_one": _need(rf"\(\d+ - 1\)|{_WORDED}\d - \d"),
        "formula_mixed_up": _need(r"\*|\^2"),
        "radius_for_diameter": _need(r"^radius|pi"),
        "wrong_variable": _need(_LETTER, "="),
        "premature_answer": _need(steps=3),
        "earlier_value_reported": _need(steps=2),
        "unfinished_answer": _need(steps=2),
        "swapped_lines": _need(steps=2),
        "copied_line": _need(steps=2),
        "run_on_equals": _need(r"=.*=", steps=2, sign="="),
        "chain_rule_inner": _need(r"\)\^\d+ \* |\}\(|\}e\^", sign="^"),
        "power_rule_on_exponential": _need(r"\}e\^\(", sign="}e^"),
        "exponent_kept": _need(r" \* \d+\}[a-z]", _DERIVED, sign="}"),
        "constant_kept": _need(r" \* \d+\}[a-z]", _DERIVED, sign="}"),
        "product_rule_as_product": _need(r"\) \+ .*\)$", _DERIVED, sign=") + "),
        "divisor_forgotten": _need(r" / \d+\}[a-z]\^", "(?i)integr|antideriv", sign="^"),
        "differentiated_instead": _need(r" / \d+\}[a-z]\^", "(?i)integr|antideriv", sign="^"),
        "zero_over_zero": _need("^= lim ", r"\)/\(", sign="lim"),
        "infinities_cancelled": _need(r"^= \{[^{}]+\}$", "infinity"),
        "exponent_rule_confused": _need(r"^\d+ [-+*/] \d+ = \{"),
        "negative_exponent": _need(r"^= 1/\{", sign="1/{"),
        "log_of_sum": _need(r"^= log_", sign="log_"),
        "log_of_quotient": _need(r"^= log_", sign="log_"),
        "log_as_division": _need(r"^= \d+$", "log", steps=2, sign="^"),
        "ratio_inverted": _need("^r = ", sign="r = "),
        "ratio_as_difference": _need("^r = ", sign="r = "),
        "first_term_wrong": _need(r"^[aS](?:_\d+)? = ", r"\d, -?\d"),
        "term_count_off": _need(r"^S_\d+ = ", sign="S_"),
        "infinite_sum_formula": _need("^S = ", sign="S = "),
    }
)
"""The kinds of mistake by name."""
