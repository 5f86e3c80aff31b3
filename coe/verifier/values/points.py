"""Whether two expressions are the same, by exact values, residues, surds, then floats.

True is proven, or wrong with probability below 2^-50 (see `modular.py`). False is refuted: a value, a
residue, or a real point with a bounded error. None is unknown, for others to try. The numbers are real, and
an identity holds where both sides are defined: x/x = 1 is one; a side that is defined nowhere is equal to
nothing, itself included.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import lru_cache

from coe.verifier.expressions.binders import BINDERS
from coe.verifier.expressions.contents import free_variables, kinds_of, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.units import Dimension, Mixed, in_base_units, unit_names, unit_of, without_units
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.floating import OutOfDomain, Unsure, measure
from coe.verifier.values.modular import same_residues
from coe.verifier.values.of_calculus import identical_with_binders
from coe.verifier.values.surds import NotASurd, surd_value

_PLAIN = frozenset({"num", "var", "+", "-", "*", "/", "^", "neg", "pct"})
_VALUES = (
    0.7369,
    -1.3127,
    2.4178,
    -0.2713,
    5.1931,
    0.1357,
    -7.719,
    11.373,
    137.31,
    -523.17,
    1009.73,
    0.01931,
)
_INFINITE = (("const", "oo"), ("neg", ("const", "oo")))
_STEPS = (5, 7, 1, 11)
_DRAWN = random.SystemRandom()


def identical(left: Expr, right: Expr) -> bool | None:
    """Whether two expressions are equal wherever both are defined: see the module's promise.

    Lists, sets, intervals and words are not compared here: None.
    """
    try:
        first = evaluate(left)
        second = evaluate(right)
        if first is not None and second is not None:
            return first == second
        if (first is None) != (second is None) and not _may_be_hidden(left if first is None else right):
            return False
        return _identical(left, right)
    except Undefined:
        return False


def _may_be_hidden(side: Expr) -> bool:
    """A side without a rational value found may still have one, unless it is a bare variable."""
    return bool(side[0] != "var")


def _identical(left: Expr, right: Expr) -> bool | None:
    kinds = kinds_of(left) | kinds_of(right)
    if kinds <= _PLAIN:
        decided = same_residues(left, right)
        return decided if decided is not None else _without_residues(left, right)
    if kinds & BINDERS:
        return identical_with_binders(left, right)
    if kinds & {"seq", "interval", "union", "ratio", "word", "pm", "matrix", "const i"}:
        return None
    if "const oo" in kinds:
        return _same_infinity(left, right)
    if "unit" in kinds:
        return same_quantity(left, right)
    decided = same_residues(left, right)
    if decided is None:
        return _without_residues(left, right)
    if decided and "call" in kinds and not have_common_point(left, right):
        return False
    return decided


def _same_infinity(left: Expr, right: Expr) -> bool | None:
    """Infinity equals itself alone; ln(oo) and oo + 1 are written, but calculated with by nobody's rules."""
    if any("const oo" in kinds_of(side) and side not in _INFINITE for side in (left, right)):
        return None
    return left == right


def _without_residues(left: Expr, right: Expr) -> bool | None:
    decided = _same_surds(left, right)
    return _refuted_by_floats(left, right) if decided is None else decided


def _same_surds(left: Expr, right: Expr) -> bool | None:
    names = sorted(free_variables(left) | free_variables(right))
    try:
        for point in range(2 if names else 1):
            env = {name: Fraction(_coordinate(name, point)) for name in names}
            if surd_value(left, env) != surd_value(right, env):
                return False
    except (NotASurd, Undefined):
        return None if names else _constant_undefined(left, right)
    return True


@lru_cache(maxsize=4096)
def _coordinate(name: str, point: int) -> int:
    """A random whole number, drawn once a process: no text can be made to fit it."""
    return _DRAWN.getrandbits(61)


def _constant_undefined(left: Expr, right: Expr) -> bool | None:
    for side in (left, right):
        try:
            surd_value(side, {})
        except Undefined:
            return False
        except NotASurd:
            pass
    return None


def _refuted_by_floats(left: Expr, right: Expr) -> bool | None:
    """False at the first real point where both sides are defined and differ; else None."""
    names = sorted(free_variables(left) | free_variables(right))
    for env in _environments(names):
        try:
            a, b = measure(left, env), measure(right, env)
        except OutOfDomain:
            if not names:
                return False
            continue
        except Unsure:
            continue
        if abs(a[0] - b[0]) > 2 * (a[1] + b[1]) + 1e-300:
            return False
    return None


def have_common_point(left: Expr, right: Expr) -> bool:
    """Whether some point tried is, or may be, in the domain of both sides."""
    names = sorted(free_variables(left) | free_variables(right))
    for env in _environments(names):
        try:
            measure(left, env)
            measure(right, env)
        except OutOfDomain:
            continue
        except Unsure:
            pass
        return True
    return False


def _environments(names: list[str]) -> list[dict[str, float]]:
    if not names:
        return [{}]
    count = len(_VALUES)
    return [
        {name: _VALUES[(start + _STEPS[index % 4] * index) % count] for index, name in enumerate(names)}
        for start in range(count)
    ]


@lru_cache(maxsize=4096)
def same_quantity(left: Expr, right: Expr) -> bool | None:
    """Compare two expressions that hold units.

    Same dimension: by value in base units (3 km = 3000 m), or with the factor of conversion written out
    (2 hours * 60 = 120 minutes). One side without a unit: by the numbers shown ($12 and 12). Different
    dimensions: False for bare quantities; else by the numbers, since units are often left out of products
    (10 hours * 60 minutes = 600 minutes), None where that leaves a doubt (3 m * 4 m = 12 m).
    """
    bare = identical(without_units(left), without_units(right))
    try:
        first, dimension = in_base_units(left)
        second, other = in_base_units(right)
    except Mixed:
        return bare if len(unit_names(left) | unit_names(right)) == 1 else (None if bare else False)
    has_units = bool(unit_names(left)), bool(unit_names(right))
    if not all(has_units):
        return True if bare else identical(first, second) if dimension == other else bare
    if dimension != other:
        plain = left[0] == "unit" == right[0]
        if plain:
            return False
        if bare:
            return (
                True if len(unit_names(left) | unit_names(right)) > 1 or _names_a_rate(left, right) else None
            )
        return None if bare is None or _converted(left, second, other) else False
    decided = identical(first, second)
    if decided is False and bare:
        # 1 + 0.5 + 1.5 dozen = 3 dozen: what the scale belongs to is not clear.
        return True if _factor_is_written(left, right) else decided if dimension else None
    return decided


def _converted(left: Expr, right: Expr, dimension: Dimension) -> bool:
    """2 days * 30 minutes = 1 hour: meant in one of the units named."""
    for name in unit_names(left):
        unit = unit_of(name)
        if unit is not None and unit.dimension == dimension:
            scaled = ("*", without_units(left), ("num", unit.factor, None))
            if identical(scaled, right):
                return True
    return False


def _names_a_rate(left: Expr, right: Expr) -> bool:
    """3 * $400 = $1200 per month: the right side only adds what the amount is for."""
    if right[0] != "unit" or "/" not in right[2]:
        return False
    return unit_names(left) == {right[2].partition("/")[0]}


def _factor_is_written(left: Expr, right: Expr) -> bool:
    """2 hours * 60 = 120 minutes: 60, the factor between the units, is a number on one side."""
    for one, two in ((left, right), (right, left)):
        for first in unit_names(one):
            for second in unit_names(two):
                a, b = unit_of(first), unit_of(second)
                if a is None or b is None or a.dimension != b.dimension or a.factor == b.factor:
                    continue
                if _holds_number(one, {a.factor / b.factor, b.factor / a.factor}):
                    return True
    return False


def _holds_number(expression: Expr, values: set[Fraction]) -> bool:
    stack: list[Expr] = [expression]
    while stack:
        node = stack.pop()
        if node and node[0] == "num" and node[1] in values:
            return True
        # The number of a quantity itself is no conversion factor.
        stack.extend(part for part in node if isinstance(part, tuple) and node[0] != "unit")
    return False


def differ_at_whole_numbers(left: Expr, right: Expr) -> bool:
    """Whether sides with factorials or binomials have different values for some small whole numbers."""
    if not any(_is_of_whole_numbers(side) for side in (left, right)):
        return False
    names = sorted(free_variables(left) | free_variables(right))
    for start in range(7, 11):
        env = {name: Fraction(start - 2 * index) for index, name in enumerate(names)}
        try:
            a, b = evaluate(left, env), evaluate(right, env)
        except Undefined:
            continue
        if a is not None and b is not None and a != b:
            return True
    return False


def _is_of_whole_numbers(node: Expr) -> bool:
    return any(part[0] == "fact" or part[:2] == ("call", "binomial") for part in subexpressions(node))
