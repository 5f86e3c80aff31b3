"""Limits: by putting the number in, by cancelling a factor, at infinity, of sin(ax)/(bx) at 0."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.families.derivatives import draw_polynomial, evaluation, shown
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import phrase
from coe.tasks.terms import operand, signed, term, total

_SIZES = (6, 9, 12, 30, 90)

_LIMIT = (
    "Find the limit of {e} as {v} approaches {c}", "What is the limit of {e} as {v} approaches {c}?",
    "Calculate the limit of {e} as {v} approaches {c}", "Evaluate the limit of {e} as {v} approaches {c}",
    "Find the limit as {v} approaches {c} of {e}", "Determine the limit of {e} as {v} approaches {c}",
    "Compute the limit of {e} as {v} tends to {c}", "Work out the limit of {e} as {v} goes to {c}",
    "Find the limit of {e} as {v} tends to {c}", "Find the limit of {e} as {v} -> {c}",
    "What is the limit of {e} as {v} tends to {c}?", "Evaluate the limit as {v} approaches {c} of {e}",
)  # fmt: skip


def _put_in(rng: Random, difficulty: int, scale: int) -> Worked:
    name, c = rng.choice("xxxt"), draw_signed(rng, 5, 1, 0.0 if difficulty < 3 else 0.4)
    polynomial = draw_polynomial(rng, difficulty, scale, 3)
    working, value = evaluation(polynomial, c)
    statement = phrase(rng, _LIMIT, e=shown(polynomial, name), v=name, c=str(c))
    return Worked(statement, (f"= {working}", f"= {{{working}}}"), str(value))


def _cancelled(rng: Random, difficulty: int, scale: int) -> Worked:
    """(x - p)(x + q)/(x - p), multiplied out above."""
    name, most = rng.choice("xxxt"), _SIZES[difficulty - 1]
    p, q = draw_signed(rng, most, scale, 0.3), draw_signed(rng, most, scale, 0.4)
    while q == p or p + q == 0:
        q = draw_signed(rng, most, scale, 0.4)
    above = total((1, f"{name}^2"), (q - p, name), (-p * q, ""))
    below = total((1, name), (-p, ""))
    lines = (
        f"= lim {name}->{p} ({name} + {{{-p * q} / {operand(-p)}}})",
        f"= {{{p} {signed(q)}}}",
    )
    return Worked(phrase(rng, _LIMIT, e=f"({above})/({below})", v=name, c=str(p)), lines, str(p + q))


def _squares(rng: Random, difficulty: int, scale: int) -> Worked:
    """(x^2 - p^2)/(x - p)."""
    name, p = rng.choice("xxxt"), draw(rng, 2, _SIZES[difficulty - 1], scale)
    lines = (f"= lim {name}->{p} ({name} + {{{p * p} / {p}}})", f"= {{{p} + {p}}}")
    statement = phrase(rng, _LIMIT, e=f"({name}^2 - {p * p})/({name} - {p})", v=name, c=str(p))
    return Worked(statement, lines, str(2 * p))


def _at_infinity(rng: Random, difficulty: int, scale: int) -> Worked:
    """Polynomials of one degree: the quotient of the leading coefficients."""
    name, most, n = rng.choice("xxxt"), _SIZES[difficulty - 1], rng.randint(1, 3)
    c = draw_signed(rng, most, scale, 0.2, low=2)
    a = c * draw(rng, 2, most, scale) if difficulty < 3 else draw(rng, 2, most, scale)
    letters = ["", name, f"{name}^2", f"{name}^3"]
    above = total((a, letters[n]), (draw_signed(rng, most, scale), letters[rng.randint(0, n - 1)]))
    below = total((c, letters[n]), (draw_signed(rng, most, scale), letters[rng.randint(0, n - 1)]))
    statement = phrase(rng, _LIMIT, e=f"({above})/({below})", v=name, c="infinity")
    return Worked(statement, (f"= {{{a} / {operand(c)}}}",), rational(Fraction(a, c)))


def _sine(rng: Random, difficulty: int, scale: int) -> Worked:
    name, most = rng.choice("xxxt"), _SIZES[difficulty - 1]
    a, b = draw(rng, 2, most, scale), draw(rng, 1, most, scale)
    below = name if b == 1 else f"({term(b, name)})"
    lines = (f"= {{{a} / {b}}}",)
    statement = phrase(rng, _LIMIT, e=f"sin({term(a, name)})/{below}", v=name, c="0")
    return Worked(statement, lines, rational(Fraction(a, b)))


_Form = Callable[[Random, int, int], Worked]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_put_in, _cancelled, _squares),
    (_put_in, _cancelled, _squares, _at_infinity),
    (_put_in, _cancelled, _cancelled, _squares, _at_infinity),
    (_put_in, _cancelled, _cancelled, _at_infinity, _sine),
    (_put_in, _cancelled, _cancelled, _at_infinity, _sine),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    return rng.choice(_FORMS[difficulty - 1])(rng, difficulty, scale)


FAMILY = Family("limits", True, _build)
