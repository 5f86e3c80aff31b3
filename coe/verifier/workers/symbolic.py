"""Questions to SymPy, asked of the killable worker: the last resort of the verifier.

Every function takes and returns expressions of `expr.py` and raises WorkerTimeout past its limit. None
means that SymPy does not know, or that an expression is of a kind that is not sent.
"""

from __future__ import annotations

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import WORKER_SECONDS
from coe.verifier.workers.worker import shared_worker

__all__ = ["equal", "integrate", "limit", "solve"]


def equal(left: Expr, right: Expr, *, seconds: float = WORKER_SECONDS) -> bool | None:
    """Whether two expressions are equal over the reals, wherever both are defined.

    Ask only what `points.identical` left unknown: an identity that needs positive variables is taken to
    hold where both sides are defined, which is right for what no real point refutes.

    Raises:
        WorkerTimeout
    """
    answer = shared_worker().ask("equal", left, right, seconds=seconds)
    return answer if isinstance(answer, bool) else None


def solve(left: Expr, right: Expr, variable: str, *, seconds: float = WORKER_SECONDS) -> list[Expr] | None:
    """All real solutions for the variable, or None where they are not finitely many or not known.

    Raises:
        WorkerTimeout
    """
    answer = shared_worker().ask("solve", left, right, variable, seconds=seconds)
    return list(answer) if isinstance(answer, tuple) else None


def integrate(expression: Expr, variable: str, *, seconds: float = WORKER_SECONDS) -> Expr | None:
    """An antiderivative without its constant, or None.

    Raises:
        WorkerTimeout
    """
    answer = shared_worker().ask("integrate", expression, variable, seconds=seconds)
    return answer if isinstance(answer, tuple) else None


def limit(
    expression: Expr, variable: str, point: Expr, side: str, *, seconds: float = WORKER_SECONDS
) -> Expr | None:
    """The limit as the variable goes to the point (from above "+", from below "-", or both ""), or None.

    Raises:
        WorkerTimeout
    """
    answer = shared_worker().ask("limit", expression, variable, point, side, seconds=seconds)
    return answer if isinstance(answer, tuple) else None
