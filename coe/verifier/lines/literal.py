"""One line against an equation with parameters, solved for one letter.

Policy: a factor in the parameters is taken not to be zero, as school does in x = c/a, and both sides to be
defined. Every root belongs to the solution; where it is a bare square root ("r = sqrt(A/pi)"), whether the
negative one is meant too is not decided.
"""

from __future__ import annotations

from coe.verifier.algebra.literal import by_power, proportional
from coe.verifier.algebra.polynomials import (
    MAX_VARIABLES,
    Algebra,
    Beyond,
    Poly,
    add,
    multiply,
    norm,
    reduce_radical,
)
from coe.verifier.expressions.binders import transformed
from coe.verifier.expressions.contents import is_constant, mentions
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.lines import truth as t
from coe.verifier.report import LineStatus, LineVerdict

_CONSTANTS = ("pi", "e")


def judge_literal(
    wanted: Chain, claims: tuple[Chain, ...], joiner: Joiner, names: tuple[str, ...]
) -> LineVerdict:
    """The verdict on a line where the equation `wanted` in several letters is solved for the first."""
    if any(chain.relations != (Relation.EQ,) for chain in (wanted, *claims)):
        return t.BEYOND
    if any(all(is_constant(side) for side in chain.sides) for chain in claims):
        return t.worst([t.truth(chain) for chain in claims])
    if joiner is not Joiner.OR:
        return t.worst([_one_of(wanted, (chain,), names) for chain in claims])
    return _one_of(wanted, claims, names)


def _one_of(wanted: Chain, claims: tuple[Chain, ...], names: tuple[str, ...]) -> LineVerdict:
    """The verdict on alternatives: as one equation, their product."""
    if len(claims) == 1 and t.truth(claims[0]) is t.TRUE:
        return t.TRUE
    same = _same_product(wanted, claims, names)
    if same:
        return t.FOLLOWS
    values = [_value(chain, names[0]) for chain in claims]
    roots = [None if value is None else _is_root(wanted, names[0], value, names) for value in values]
    if False in roots:
        return t.UNFOUNDED
    if None not in roots:
        # Each value is a root, so what is wrong is that some are missing.
        return t.BEYOND if _is_pure(wanted, names) else t.LOSES
    return t.BEYOND if same is None else t.UNFOUNDED


def _same_product(wanted: Chain, claims: tuple[Chain, ...], names: tuple[str, ...]) -> bool | None:
    """Whether the claims multiplied are the equation wanted; None: beyond."""
    letters = (*names, *_CONSTANTS)
    if len(letters) > MAX_VARIABLES:
        return None
    algebra = Algebra(letters, radicals=True)
    try:
        first = _without_radicals(_numerator(wanted, algebra), algebra)
        product: Poly = {0: 1}
        for chain in claims:
            product = multiply(product, _numerator(chain, algebra))
        second = _without_radicals(product, algebra)
    except Beyond:
        return None
    if first is None or second is None or not first or not second:
        return None
    known = proportional(first, second)
    return None if not known and algebra.radicals else known


def _numerator(chain: Chain, algebra: Algebra) -> Poly:
    left, right = (transformed(side, _lettered) for side in chain.sides)
    a, b = algebra.ratio(left)
    c, d = algebra.ratio(right)
    return add(a if d is None else multiply(a, d), c if b is None else multiply(c, b), -1)


def _lettered(node: Expr) -> Expr:
    """pi and e as letters: no polynomial tells them from one."""
    return ("var", node[1]) if node[0] == "const" and node[1] in _CONSTANTS else node


def _without_radicals(poly: Poly, algebra: Algebra) -> Poly | None:
    """A polynomial with the same roots and no radical; None where squaring could add a root."""
    squared = False
    for position, radicand, _ in reversed(algebra.radicals):
        poly = reduce_radical(poly, position, radicand)
        if any(key >> position & 1 for key in poly):
            poly, squared = norm(poly, position, radicand), True
    return None if squared and max(by_power(poly), default=0) != 1 else poly


def _value(chain: Chain, name: str) -> Expr | None:
    """What the chain says that the letter is."""
    left, right = chain.sides
    if left == ("var", name) and not mentions(right, name):
        return right
    return left if right == ("var", name) and not mentions(left, name) else None


def _is_root(wanted: Chain, name: str, value: Expr, names: tuple[str, ...]) -> bool | None:
    """Whether the value solves the equation for every value of the other letters."""
    left, right = (substitute(side, {name: value}) for side in wanted.sides)
    algebra = Algebra((*names, *_CONSTANTS), radicals=True)
    try:
        rest = _numerator(Chain((left, right), (Relation.EQ,)), algebra)
        for position, radicand, _ in reversed(algebra.radicals):
            rest = reduce_radical(rest, position, radicand)
        if not rest:
            return True
    except Beyond:
        pass
    verdict = t.link_truth(left, Relation.EQ, right)
    return True if verdict is t.TRUE else False if verdict.status is LineStatus.INVALID else None


def _is_pure(wanted: Chain, names: tuple[str, ...]) -> bool:
    """Whether only the square of the letter occurs: A = pi r^2."""
    try:
        poly = _numerator(wanted, Algebra((*names, *_CONSTANTS)))
    except Beyond:
        return False
    return set(by_power(poly)) <= {0, 2}
