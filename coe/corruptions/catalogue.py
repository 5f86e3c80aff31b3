"""The kinds of mistake by name, and drafts with several of them."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import cast

from coe._registry import Registry
from coe.corruptions.kind import Corruption
from coe.corruptions.needs import NEEDS
from coe.corruptions.sheet import Sheet, sheet_of
from coe.problem import Problem

_SINGLE = (
    "delete_line", "add_wrong_line", "replace_line", "introduce_typo", "swap_operand", "sign_flip",
    "arithmetic_slip", "wrong_operation", "forgotten_term", "forgotten_bracket", "decimal_point",
)  # fmt: skip
"""Files that hold one kind, as CORRUPTION."""

_MODULES: Mapping[str, tuple[str, ...]] = {
    "digits": ("digit_transposition", "dropped_digit", "lost_minus"),
    "reading": ("misread_number", "miscopied_number"),
    "column_arithmetic": (
        "carry_forgotten",
        "smaller_from_larger",
        "borrow_unpaid",
        "unshifted_product",
        "decimal_alignment",
        "decimal_places",
    ),
    "number_facts": ("table_slip", "operation_confused", "rounded_early"),
    "order_of_operations": ("left_to_right",),
    "fraction_rules": ("added_across", "wrong_inverted", "both_parts_multiplied"),
    "percents": ("percent_as_number", "percent_base", "percent_change_only"),
    "equations": ("moved_without_sign", "one_side_only", "divided_one_term", "inequality_not_turned"),
    "powers": ("power_as_product", "square_of_sum", "middle_term_missing", "root_as_half", "lost_exponent"),
    "terms": ("conjoined_terms", "minus_not_distributed", "cancelled_across_sum"),
    "roots": ("negative_root_forgotten", "lost_root", "root_signs"),
    "word_problems": (
        "relation_turned",
        "additive_reasoning",
        "wrong_quantity",
        "distractor_used",
        "unit_slip",
    ),
    "formulas": ("formula_mixed_up", "radius_for_diameter", "half_forgotten", "off_by_one"),
    "answers": (
        "unfinished_answer",
        "premature_answer",
        "went_on",
        "earlier_value_reported",
        "wrong_variable",
    ),
    "calculus_rules": (
        "chain_rule_inner",
        "power_rule_on_exponential",
        "exponent_kept",
        "constant_kept",
        "product_rule_as_product",
        "divisor_forgotten",
        "differentiated_instead",
        "zero_over_zero",
        "infinities_cancelled",
    ),
    "exponent_rules": (
        "exponent_rule_confused",
        "negative_exponent",
        "log_of_sum",
        "log_of_quotient",
        "log_as_division",
    ),
    "series_rules": (
        "ratio_inverted",
        "ratio_as_difference",
        "first_term_wrong",
        "term_count_off",
        "infinite_sum_formula",
    ),
    "whole_lines": (
        "repeated_line",
        "looped_lines",
        "announced_plan",
        "swapped_lines",
        "copied_line",
        "run_on_equals",
    ),
}
"""Files that hold several kinds, each under its name in capitals."""

CORRUPTIONS = Registry(
    "corruption",
    {name: f"coe.corruptions.{name}:CORRUPTION" for name in _SINGLE}
    | {
        name: f"coe.corruptions.{module}:{name.upper()}"
        for module, names in _MODULES.items()
        for name in names
    },
)

_UNWRITABLE = re.compile(r"\d{20}")
"""A number that nobody writes out: a power carried forward has hundreds of digits."""

_LEAST_DRAWS = 24


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was made: its kind and the number (from 1) of the line at that moment."""

    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A wrong draft and the mistakes made in it, in order."""

    lines: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


@cache
def load_corruption(name: str) -> Corruption:
    """The kind of mistake with this name, in either case ("SIGN_FLIP"), or a dotted path.

    Raises:
        UsageError: no such kind.
    """
    key = name.lower() if name.lower() in CORRUPTIONS else name
    return cast(Corruption, CORRUPTIONS.load(key))


def corrupt(
    problem: Problem, rng: Random, count: int, weights: Mapping[str, float], *, carries: bool = True
) -> Corrupted | None:
    """A draft of the problem's worked solution with `count` mistakes.

    Args:
        problem: a problem with a worked solution.
        rng: local random stream.
        count: mistakes wanted; fewer where no kind applies any more.
        weights: of the kinds to draw from (`coe.corruptions.mixtures`).
        carries: whether a wrong value goes on into the lines after it, as a student's would.

    Returns:
        The draft, or None where no mistake could be made or the lines are the solution's again.
    """
    sheet = sheet_of(problem.statement, problem.solution, problem.derivation, carries=carries)
    text = "\n".join(step.derivation for step in sheet.steps)
    names = tuple(name for name in weights if (need := NEEDS.get(name)) is None or need.is_in(sheet, text))
    if not names:
        return None
    shares = tuple(accumulate(weights[name] for name in names))
    mistakes: list[Mistake] = []
    # Few kinds apply to a line, so the more there are, the more draws it takes to find one.
    for _ in range(max(_LEAST_DRAWS, 2 * len(names))):
        if len(mistakes) == count or not sheet.steps:
            break
        # As `rng.choices` draws one, without its checks.
        name = names[bisect(shares, rng.random() * shares[-1], 0, len(names) - 1)]
        index = rng.randrange(len(sheet.steps))
        need = NEEDS.get(name)
        if need is not None and not need.is_at(sheet, index):
            continue
        wrong = _attempt(load_corruption(name), sheet, index, rng)
        if wrong is not None:
            sheet = wrong
            mistakes.append(Mistake(name, index + 1))
    if not mistakes or sheet.lines == problem.solution:
        return None
    return Corrupted(sheet.lines, tuple(mistakes))


def _attempt(kind: Corruption, sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    wrong = kind.apply(sheet, index, rng)
    if wrong is None or wrong.lines == sheet.lines:
        return None
    return None if any(map(_UNWRITABLE.search, wrong.lines)) else wrong
