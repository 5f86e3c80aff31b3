"""Trigonometric equations: their solutions in an interval, and general solutions such as pi/6 + 2 pi k.

By the addition theorems both sides are a polynomial in the cosine and sine of one angle; with sin^2 = 1 -
cos^2 its norm is a polynomial in the cosine alone, so every solution is plus or minus an arc cosine of one
of its roots. Each candidate is tested by its value: below 10^-35 it is a solution, above 10^-25 it is none,
between the two nothing is said. A general solution is compared over a common period.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, lcm

from coe.verifier.algebra.pieces import linear
from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly, norm
from coe.verifier.algebra.realsets import ALL, EMPTY, RealSet, finite, intersection, interval, union
from coe.verifier.algebra.rewriting import angle_form
from coe.verifier.algebra.roots import dense, real_roots
from coe.verifier.algebra.solutions import links, solve_chain
from coe.verifier.expressions.angles import in_radians
from coe.verifier.expressions.binders import transformed
from coe.verifier.expressions.building import minus
from coe.verifier.expressions.contents import calls_of, free_variables, subexpressions
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.expressions.functions import TRIGONOMETRIC
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.reals import Real, real_value

_ZERO_BELOW, _NOT_ZERO_ABOVE = Fraction(1, 10**35), Fraction(1, 10**25)
_MOST_TURNS = 64
_PI: Expr = ("const", "pi")
_LETTERS = frozenset("knmlKNM")


def solve_within(claims: tuple[Chain, ...], joiner: Joiner, variable: str, window: RealSet) -> RealSet | None:
    """The solutions in a bounded set, or None where that is beyond."""
    ends = _hull(window)
    if ends is None:
        return None
    total: RealSet | None = None
    for chain in claims:
        found = solve_chain(chain, variable)
        if found is None:
            found = _chain_within(chain, variable, *ends)
        if found is None:
            return None
        if total is None:
            total = found
        else:
            total = union(total, found) if joiner is Joiner.OR else intersection(total, found)
    return None if total is None else intersection(total, window)


def _hull(window: RealSet) -> tuple[Real, Real] | None:
    if not window.breaks or window.member[0] or window.member[-1]:
        return None
    return window.breaks[0], window.breaks[-1]


def _chain_within(chain: Chain, variable: str, low: Real, high: Real) -> RealSet | None:
    if chain.continued or any(relation is not Relation.EQ for relation in chain.relations):
        return None
    total = ALL
    for left, _, right in links(chain):
        found = _link_within(in_radians(left), in_radians(right), variable, low, high)
        if found is None:
            return None
        total = intersection(total, found)
    return total


def _link_within(left: Expr, right: Expr, variable: str, low: Real, high: Real) -> RealSet | None:
    try:
        candidates, unit = _angles(minus(left, right), variable)
    except (Beyond, Undefined):
        return None
    turns = (Fraction(low) / (6 * unit), Fraction(high) / (6 * unit))
    if turns[1] - turns[0] > _MOST_TURNS or max(map(abs, turns)) > 10**6:
        return None
    found: list[Real] = []
    for angle in candidates:
        for turn in range(floor(turns[0]) - 1, ceil(turns[1]) + 2):
            full = ("+", angle, ("*", ("num", Fraction(2 * turn), None), _PI))
            value = real_value(("*", ("num", Fraction(unit), None), full))
            if value is None:
                return None
            if not Fraction(low) - 1 < Fraction(value) < Fraction(high) + 1:
                continue
            zero = _is_zero(left, right, variable, value)
            if zero is None:
                return None
            if zero:
                found.append(value)
    return intersection(finite(found), interval(low, high, True, True))


def _angles(difference: Expr, variable: str) -> tuple[list[Expr], int]:
    """Every angle in (-pi, pi] at which the difference may vanish, for variable / unit; and the unit."""
    form = angle_form(difference, variable)
    names = (form.cosine, form.sine, *(name for name, _ in form.surds))
    algebra = Algebra(names)
    top, _ = algebra.ratio(form.expression)
    if not top:
        raise Beyond("an identity")
    rest = norm(top, algebra.shifts[form.sine], {0: 1, 2 << algebra.shifts[form.cosine]: -1})
    for name, square in reversed(form.surds):
        radicand: Poly = algebra.ratio(square)[0]
        rest = norm(rest, algebra.shifts[name], radicand)
    if not rest:
        raise Beyond("an identity")
    angles: list[Expr] = []
    for root in real_roots(dense(rest)):
        if -1 <= Fraction(root) <= 1:
            angle: Expr = ("call", "acos", (("num", Fraction(root), None),))
            angles += [angle, ("neg", angle)]
    return angles, form.unit


def _is_zero(left: Expr, right: Expr, variable: str, value: Real) -> bool | None:
    env = {variable: value}
    try:
        a, b = real_value(left, env), real_value(right, env)
    except Undefined:
        return False
    if a is None or b is None:
        return None
    size = abs(Fraction(a) - Fraction(b))
    return True if size < _ZERO_BELOW else False if size > _NOT_ZERO_ABOVE else None


def is_trigonometric(chain: Chain) -> bool:
    """Whether an equation holds functions of angles."""
    return chain.relations == (Relation.EQ,) and not chain.continued and any(map(_has_angle, chain.sides))


def _has_angle(node: Expr) -> bool:
    return any(name in TRIGONOMETRIC for name in calls_of(node))


def general_solution(statement: Statement, variable: str) -> tuple[tuple[Expr, Expr], ...] | None:
    """(start, period) of each progression x = start + period k that a line states for whole k; None else."""
    found: list[tuple[Expr, Expr]] = []
    for chain in statement.claims:
        if chain.continued or len(chain.sides) != 2:
            return None
        if chain.sides[0][0] == "var" and chain.sides[0][1] in _LETTERS - {variable}:
            # "k in Z", "k = 0, 1, 2": what the letter stands for.
            if chain.relations[:1] == (Relation.IN,):
                continue
            return None
        if chain.relations != (Relation.EQ,) or chain.sides[0] != ("var", variable):
            return None
        for value in _by_parity(in_radians(chain.sides[1])):
            progression = _progression(value, variable)
            if progression is None:
                return None
            found.append(progression)
    return tuple(found) or None


def _by_parity(value: Expr) -> tuple[Expr, ...]:
    """(-1)^n pi/6 + pi n for even n and for odd n, each in a letter of its own; any other value as it is."""
    letters = {letter for node in subexpressions(value) if (letter := _alternating(node)) is not None}
    if len(letters) != 1:
        return (value,)
    (letter,) = letters
    name: Expr = ("var", letter)
    found = []
    for odd in (0, 1):
        index: Expr = ("+", ("*", ("num", Fraction(2), None), name), ("num", Fraction(odd), None))

        signs = {
            node: _whole(1 - 2 * int((evaluate(value_at(node[2], letter, _whole(odd))) or 0) % 2))
            for node in subexpressions(value)
            if _alternating(node) is not None
        }
        found.append(value_at(_put(value, signs), letter, index))
    return tuple(found)


def _put(value: Expr, signs: dict[Expr, Expr]) -> Expr:
    return transformed(value, lambda node: signs.get(node, node))


def _alternating(node: Expr) -> str | None:
    """The letter n of (-1)^n or (-1)^(n + 1); None where a part is something else."""
    if node[0] != "^" or node[1] != ("neg", _whole(1)):
        return None
    exponent = node[2]
    if exponent[0] in ("+", "-") and exponent[2][0] == "num" and exponent[2][1].denominator == 1:
        exponent = exponent[1]
    return exponent[1] if exponent[0] == "var" and exponent[1] in _LETTERS else None


def _whole(number: int) -> Expr:
    return ("num", Fraction(number), None)


def _progression(value: Expr, variable: str) -> tuple[Expr, Expr] | None:
    names = free_variables(value)
    if len(names) != 1 or not names <= _LETTERS - {variable}:
        return None
    (letter,) = names
    pairs = linear(value)
    powers = {("var", letter), ("*", _PI, ("var", letter)), ("*", ("var", letter), _PI)}
    if not all(term in powers or not free_variables(term) for term, _ in pairs):
        return None
    zero, one = (("num", Fraction(number), None) for number in (0, 1))
    start = value_at(value, letter, zero)
    return start, minus(value_at(value, letter, one), start)


def same_general_solution(
    goal: Chain, progressions: tuple[tuple[Expr, Expr], ...], variable: str
) -> tuple[RealSet, RealSet] | None:
    """The stated set and the equation's, over one common period; None where that is beyond."""
    try:
        _, unit = _angles(minus(in_radians(goal.sides[0]), in_radians(goal.sides[1])), variable)
    except (Beyond, Undefined):
        return None
    periods = [_in_pi(period) for _, period in progressions]
    if any(period is None or not period for period in periods):
        return None
    known = [abs(period) for period in periods if period is not None]
    common = Fraction(2 * unit)
    for period in known:
        common = _common_multiple(common, period)
    if any(common / period > _MOST_TURNS for period in known):
        return None
    high = real_value(("*", ("num", common, None), _PI))
    if high is None:
        return None
    window = interval(0, high, True, False)
    wanted = _chain_within(goal, variable, 0, high)
    stated = EMPTY
    for (start, _), period in zip(progressions, known, strict=True):
        stated = union(stated, _members(start, period, common, window))
    return None if wanted is None else (stated, intersection(wanted, window))


def over_one_period(
    goal: tuple[Chain, ...], claims: tuple[Chain, ...], joiner: Joiner, variable: str
) -> tuple[RealSet, RealSet] | None:
    """The sets of a line and of the problem over one period of both; None where that is beyond."""
    units: list[int] = []
    for chain in (*goal, *claims):
        if not is_trigonometric(chain) or len(chain.sides) != 2:
            return None
        try:
            units.append(_angles(minus(*map(in_radians, chain.sides)), variable)[1])
        except (Beyond, Undefined):
            return None
    high = real_value(("*", ("num", Fraction(2 * lcm(*units)), None), _PI))
    if high is None:
        return None
    window = interval(0, high, True, False)
    stated = solve_within(claims, joiner, variable, window)
    wanted = solve_within(goal, Joiner.AND, variable, window)
    return None if stated is None or wanted is None else (stated, wanted)


def _in_pi(period: Expr) -> Fraction | None:
    """The rational r with period = r pi."""
    value = real_value(("/", period, _PI))
    return Fraction(value) if isinstance(value, (int, Fraction)) else None


def _common_multiple(a: Fraction, b: Fraction) -> Fraction:
    bottom = lcm(a.denominator, b.denominator)
    return Fraction(lcm(int(a * bottom), int(b * bottom)), bottom)


def _members(start: Expr, period: Fraction, common: Fraction, window: RealSet) -> RealSet:
    origin = real_value(("/", start, _PI))
    if origin is None:
        return EMPTY
    shift = floor(Fraction(origin) / period)
    values: list[Real] = []
    for count in range(int(common / period) + 1):
        step: Expr = ("*", ("num", period * (count - shift), None), _PI)
        value = real_value(("+", start, step))
        if value is not None:
            values.append(value)
    return intersection(finite(values), window)
