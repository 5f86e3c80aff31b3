"""What derivatives, integrals, limits, sums and products are worth, asked of `calculus`.

An integral may stand in any expression, and calculus is built on values: this file alone imports upwards,
when it is asked.
"""

from __future__ import annotations

from coe.verifier.expressions.expr import Expr


def resolved(expr: Expr) -> Expr:
    """See `coe.verifier.calculus.binder_values.resolved`."""
    from coe.verifier.calculus import binder_values

    return binder_values.resolved(expr)


def identical_with_binders(left: Expr, right: Expr) -> bool | None:
    """See `coe.verifier.calculus.binder_values.identical_with_binders`."""
    from coe.verifier.calculus import binder_values

    return binder_values.identical_with_binders(left, right)
