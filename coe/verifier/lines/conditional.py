"""Whether a chain is true where conditions on its letters hold: sqrt(x^2) = x for x > 0.

In one letter by solution sets: true where the conditions' set lies in the chain's. In several letters by
signs: |a| is a where a > 0, sqrt(a^2 b) is a sqrt(b); a chain is false where it fails at points that meet
the conditions. Conditions that nothing meets decide nothing.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from coe.verifier.algebra.polynomials import BITS, Algebra, Beyond, Poly
from coe.verifier.algebra.realsets import RealSet, complement, intersection, is_subset, members
from coe.verifier.algebra.solutions import holds, links, solve, solve_chain
from coe.verifier.expressions.binders import transformed
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.lines import truth as t
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import Real, real_value

Conditions = tuple[Chain, ...]

_ZERO: Expr = ("num", Fraction(0), None)
_SEVENTH: Expr = ("num", Fraction(1, 7), None)
_TWO: Expr = ("num", Fraction(2), None)
_ABOVE = (Relation.GT, Relation.GE)
_BELOW = (Relation.LT, Relation.LE)


def truth_under(chain: Chain, conditions: Conditions) -> LineVerdict:
    """As `truth`, where the conditions hold."""
    verdict = t.truth(chain)
    if not conditions or verdict.status is LineStatus.VALID or not chain.relations:
        return verdict
    return t.worst([link_under(*link, conditions) for link in links(chain)])


def link_under(left: Expr, relation: Relation, right: Expr, conditions: Conditions) -> LineVerdict:
    """As `link_truth`, where the conditions hold."""
    verdict = t.link_truth(left, relation, right)
    if not conditions or verdict.status is LineStatus.VALID:
        return verdict
    names = free_variables(left) | free_variables(right)
    known = tuple(chain for chain in conditions if _letters(chain) <= names)
    if not known:
        return verdict
    if len(names) == 1:
        decided = _in_one_letter(Chain((left, right), (relation,)), known, *names)
        if decided is not None:
            return decided
    signs = {name: sign for chain in known for name, sign in _sign_of_letter(chain)}
    if t.link_truth(_signed(left, signs), relation, _signed(right, signs)) is t.TRUE:
        return t.TRUE
    return t.FALSE if _fails(left, relation, right, known) else t.BEYOND


def _letters(chain: Chain) -> frozenset[str]:
    return frozenset().union(*(free_variables(side) for side in chain.sides))


def domain_of(conditions: Conditions, variable: str) -> RealSet | None:
    """The values of the variable that meet the conditions, or None where that is beyond."""
    return solve(tuple(conditions), Joiner.THEN, variable)


def _in_one_letter(chain: Chain, conditions: Conditions, name: str) -> LineVerdict | None:
    allowed, found = domain_of(conditions, name), solve_chain(chain, name)
    if allowed is None or allowed.is_empty or found is None:
        return None
    if is_subset(allowed, found):
        return t.TRUE
    # Outside of the set found the chain fails, or a side is not defined.
    points = members(intersection(allowed, complement(found)))
    return t.FALSE if any(_fails_at(chain, name, point) for point in points) else None


def _fails_at(chain: Chain, name: str, point: Real) -> bool:
    try:
        a, b = (real_value(side, {name: point}) for side in chain.sides)
    except Undefined:
        return False
    return a is not None and b is not None and not holds(a, chain.relations[0], b)


def _sign_of_letter(chain: Chain) -> list[tuple[str, int]]:
    """(x, 1) for x > 0 and x >= 2, (x, -1) for x < 0."""
    found = []
    for left, relation, right in links(chain):
        if right[0] == "var":
            left, right = right, left
            relation = {Relation.LT: Relation.GT, Relation.LE: Relation.GE}.get(relation, Relation.LT)
        if left[0] == "var" and right[0] == "num" and relation in _ABOVE and right[1] >= 0:
            found.append((left[1], 1))
        elif left[0] == "var" and relation in _BELOW and (right == _ZERO or right[0] == "neg"):
            found.append((left[1], -1))
    return found


def _signed(expr: Expr, signs: dict[str, int]) -> Expr:
    """The expression with absolute values and roots of squares of known sign worked out."""

    def worked_out(node: Expr) -> Expr:
        if node[0] != "call" or len(node[2]) != 1:
            return node
        (inside,) = node[2]
        if node[1] == "abs":
            sign = _sign(inside, signs)
            return node if sign is None else inside if sign > 0 else ("neg", inside)
        return _root(inside, signs) or node if node[1] == "sqrt" else node

    return transformed(expr, worked_out)


def _sign(expr: Expr, signs: dict[str, int]) -> int | None:
    """1 where the value is never negative, -1 where never positive; None unknown."""
    kind = expr[0]
    if kind == "num":
        return 1 if expr[1] >= 0 else -1
    if kind == "var":
        return signs.get(expr[1])
    if kind == "neg":
        inner = _sign(expr[1], signs)
        return None if inner is None else -inner
    if kind in ("+", "*", "/"):
        a, b = _sign(expr[1], signs), _sign(expr[2], signs)
        if a is None or b is None:
            return None
        return a * b if kind != "+" else a if a == b else None
    if kind == "^" and expr[2][0] == "num" and expr[2][1].denominator == 1:
        inner = _sign(expr[1], signs)
        return 1 if expr[2][1] % 2 == 0 or inner == 1 else inner
    return 1 if kind == "call" and expr[1] in ("sqrt", "abs", "exp") else None


def _root(inside: Expr, signs: dict[str, int]) -> Expr | None:
    """sqrt(a^4 b^2) as a^2 b; None where the radicand is no square of letters."""
    names = tuple(sorted(free_variables(inside)))
    try:
        top, bottom = Algebra(names).ratio(inside)
    except Beyond:
        return None
    above, below = _root_of_monomial(top, names, signs), _root_of_monomial(bottom or {0: 1}, names, signs)
    return None if above is None or below is None else ("/", above, below)


def _root_of_monomial(poly: Poly, names: tuple[str, ...], signs: dict[str, int]) -> Expr | None:
    if len(poly) != 1:
        return None
    ((key, factor),) = poly.items()
    value = Fraction(factor)
    if value < 0:
        return None
    outside = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    total: Expr = ("num", outside, None)
    if outside * outside != value:
        total = ("call", "sqrt", (("num", value, None),))
    for index, name in enumerate(names):
        exponent = key >> BITS * index & 0xFFFF
        if exponent % 2:
            return None
        letter: Expr = ("var", name)
        if exponent % 4 and name not in signs:
            letter = ("call", "abs", (letter,))
        elif exponent % 4 and signs[name] < 0:
            letter = ("neg", letter)
        total = ("*", total, ("^", letter, ("num", Fraction(exponent // 2), None)))
    return total


def _fails(left: Expr, relation: Relation, right: Expr, conditions: Conditions) -> bool:
    """Whether an equation fails at points that meet one-sided conditions, one a letter."""
    values: dict[str, Expr] = {}
    for chain in conditions:
        if len(chain.sides) != 2 or chain.sides[0][0] != "var" or not is_constant(chain.sides[1]):
            return False
        name, bound, sign = chain.sides[0][1], chain.sides[1], chain.relations[0]
        if name in values or sign not in (*_ABOVE, *_BELOW):
            return False
        # Every value of the letter now gives a point that meets the condition.
        step: Expr = ("+", ("^", ("var", name), _TWO), _SEVENTH)
        values[name] = ("+" if sign in _ABOVE else "-", bound, step)
    if relation is not Relation.EQ:
        return False
    return t.link_truth(substitute(left, values), relation, substitute(right, values)) is t.FALSE


def reads_as_identity(chain: Chain) -> bool:
    """Unknowns on both sides of each link: a claim about every value, as in 3x + 2x = 5x^2."""
    if any(relation is not Relation.EQ for relation in chain.relations):
        return False
    sides = [free_variables(side) for side in chain.sides]
    if any(side[0] == "var" for side in chain.sides[:1]) and not sides[0] <= sides[-1]:
        return False
    return all(sides) and bool(set.intersection(*(set(names) for names in sides)))
