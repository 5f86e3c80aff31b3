"""What derivatives, integrals, limits, sums and products are worth, and whether sides that hold them agree.

`resolved` puts a plain expression in the place of every one that can be worked out exactly. What is left,
an antiderivative or a sum up to n, is compared without being worked out: antiderivatives by differentiating
both sides (any constant of integration is as good as another, and so is none), sums by induction.
"""

from __future__ import annotations

from functools import lru_cache

from coe.verifier.algebra.polynomials import same_rational
from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.expressions.binders import BINDERS, free, has_binder, transformed
from coe.verifier.expressions.contents import kinds_of, subexpressions
from coe.verifier.expressions.expr import Chain, Expr
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.points import identical

_INFINITE = (("const", "oo"), ("neg", ("const", "oo")))


@lru_cache(maxsize=2048)
def resolved(expr: Expr) -> Expr:
    """The expression with every binder that can be worked out in its place; the rest stays as it is.

    Raises:
        Undefined: a derivative, integral, limit or sum that has no value.
    """
    return transformed(expr, _resolved_binder)


def _resolved_binder(node: Expr) -> Expr:
    if node[0] not in BINDERS or node[0] == "anti" or has_binder(node[1]):
        return node
    found = _value(node)
    return node if found is None else found


def _value(node: Expr) -> Expr | None:
    if node[0] == "deriv":
        found = differentiate(free(node), node[2], node[4])
        return None if found is None else value_at(found, node[2], node[3])
    if node[0] == "int":
        from coe.verifier.calculus.definite_integrals import definite

        return definite(free(node), *node[2:])
    if node[0] == "lim":
        from coe.verifier.calculus.limit_values import limit

        return limit(free(node), *node[2:])
    from coe.verifier.calculus.sums import value_of

    return value_of(node)


def same(left: Expr, right: Expr) -> bool | None:
    """Whether two expressions without binders are equal wherever both are defined; None is unknown."""
    found = same_rational(left, right)
    if found is None:
        found = identical(left, right)
    if found is None:
        from coe.verifier.algebra.rewriting import same_after_rewriting

        return same_after_rewriting(left, right) or None
    return found


def identical_with_binders(left: Expr, right: Expr) -> bool | None:
    """Whether two sides, of which one holds a binder, are equal; None where that is beyond.

    Raises:
        Undefined: a side has no value.
    """
    a, b = resolved(left), resolved(right)
    if a in _INFINITE or b in _INFINITE:
        nested = any("const oo" in kinds_of(side) and side not in _INFINITE for side in (a, b))
        return None if nested or has_binder(a) or has_binder(b) else a == b
    kinds = (kinds_of(a) | kinds_of(b)) & BINDERS
    if not kinds:
        return same(a, b)
    if kinds == {"anti"}:
        return _differ_by_a_constant((a, b), a, b)
    if kinds <= {"sum", "prod"}:
        from coe.verifier.calculus.sums import same_by_induction

        return same_by_induction(a, b)
    return None


def same_antiderivatives(chain: Chain, left: Expr, right: Expr) -> bool:
    """Whether two sides of a chain that starts with an indefinite integral differ by a constant only."""
    return _differ_by_a_constant((chain.sides[0],), left, right) is True


def _differ_by_a_constant(named: tuple[Expr, ...], left: Expr, right: Expr) -> bool | None:
    """Whether both sides have one derivative, by the one variable of the antiderivatives in `named`."""
    names = {node[2] for side in named for node in subexpressions(side) if node[0] == "anti"}
    if len(names) != 1:
        return None
    (name,) = names
    a, b = differentiate(left, name), differentiate(right, name)
    if a is None or b is None or has_binder(a) or has_binder(b):
        return None
    return same(a, b)
