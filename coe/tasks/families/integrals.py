"""Integrals of polynomials, indefinite and definite; sine, cosine and e^(kx)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.tasks.families.derivatives import Polynomial, evaluation, power, shown
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import phrase
from coe.tasks.terms import moved, operand, sign_of, signed, term

_COEFFICIENTS = (4, 6, 9, 20, 60)

_INDEFINITE = (
    "Integrate {e}", "Find the integral of {e}", "What is the integral of {e}?",
    "Calculate the integral of {e}", "Determine the integral of {e}", "Compute the integral of {e}",
    "Work out the integral of {e}", "Integrate {e} with respect to {v}",
    "Find the indefinite integral of {e}", "What is the indefinite integral of {e}?",
    "Find the antiderivative of {e}", "Find the integral of {e} d{v}", "Calculate the antiderivative of {e}",
    "Find the integral of {e} with respect to {v}", "Integrate {e} d{v}",
)  # fmt: skip
_DEFINITE = (
    "Find the integral of {e} from {a} to {b}", "Calculate the integral of {e} from {a} to {b}",
    "Evaluate the integral of {e} from {a} to {b}", "What is the integral of {e} from {a} to {b}?",
    "Integrate {e} from {a} to {b}", "Evaluate the integral from {a} to {b} of {e}",
    "Find the definite integral of {e} from {a} to {b}", "Compute the integral of {e} between {a} and {b}",
    "Work out the integral of {e} from {a} to {b}", "Determine the integral of {e} from {a} to {b}",
    "Find the integral from {a} to {b} of {e}", "Integrate {e} with respect to {v} from {a} to {b}",
)  # fmt: skip


def _antiderivative(polynomial: Polynomial, name: str) -> tuple[str, Polynomial]:
    """The antiderivative with its quotients as spans, and the antiderivative."""
    parts: list[str] = []
    for c, n in polynomial:
        whole = abs(c) // (n + 1)
        text = f"{{{abs(c)} / {n + 1}}}" if n and whole > 1 else "" if whole == 1 else str(whole)
        lead = f" {sign_of(c)} " if parts else "-" if c < 0 else ""
        parts.append(f"{lead}{text}{power(name, n + 1)}")
    return "".join(parts), tuple((c // (n + 1), n + 1) for c, n in polynomial)


def _polynomial(rng: Random, difficulty: int, scale: int, negative: float) -> Polynomial:
    """Coefficients that n + 1 divides, so that the antiderivative has whole ones."""
    degree = rng.randint(1, (2, 2, 3, 3, 4)[difficulty - 1])
    exponents = [degree, *(n for n in range(degree - 1, -1, -1) if rng.random() < 0.6)]
    most = _COEFFICIENTS[difficulty - 1]
    return tuple((draw_signed(rng, most, scale, negative) * (n + 1), n) for n in exponents)


def _indefinite(rng: Random, difficulty: int, scale: int) -> Worked:
    name = rng.choice("xxxt")
    polynomial = _polynomial(rng, difficulty, scale, (0.1, 0.3, 0.5, 0.5, 0.5)[difficulty - 1])
    line, found = _antiderivative(polynomial, name)
    statement = phrase(rng, _INDEFINITE, e=shown(polynomial, name), v=name)
    return Worked(statement, (f"= {line} + C",), f"{shown(found, name)} + C")


def _definite(rng: Random, difficulty: int, scale: int) -> Worked:
    """Between limits where the antiderivative is not negative at the lower one."""
    while True:
        polynomial = _polynomial(rng, difficulty, scale, 0.0 if difficulty < 3 else 0.3)
        low = rng.randint(0, 3)
        high = low + rng.randint(1, 4)
        line, found = _antiderivative(polynomial, "x")
        (upper, top), (lower, bottom) = evaluation(found, high), evaluation(found, low)
        if bottom >= 0:
            break
    statement = phrase(rng, _DEFINITE, e=shown(polynomial, "x"), a=str(low), b=str(high), v="x")
    lines = (f"= [{line}]_{low}^{high}", f"= {{{upper}}} - {{{lower}}}", f"= {{{top} {moved(bottom)}}}")
    return Worked(statement, lines, str(top - bottom))


def _waves(rng: Random, difficulty: int, scale: int) -> Worked:
    most = _COEFFICIENTS[difficulty - 1]
    a, b = draw(rng, 2, most, scale), draw_signed(rng, most, scale, low=2)
    answer = f"{a}sin(x) {moved(b).replace('(', '').replace(')', '')}cos(x) + C"
    statement = phrase(rng, _INDEFINITE, e=f"{a}cos(x) {signed(b)}sin(x)", v="x")
    return Worked(statement, (f"= {answer}",), answer)


def _exponential(rng: Random, difficulty: int, scale: int) -> Worked:
    """a e^(kx) where k divides a."""
    most = _COEFFICIENTS[difficulty - 1]
    k, whole = draw_signed(rng, most, scale, low=2), draw(rng, 2, most, scale)
    a, inner = abs(k) * whole, term(k, "x")
    value = whole if k > 0 else -whole
    lines = (f"= {{{a} / {operand(k)}}}e^({inner}) + C",)
    return Worked(phrase(rng, _INDEFINITE, e=f"{a}e^({inner})", v="x"), lines, f"{value}e^({inner}) + C")


_Form = Callable[[Random, int, int], Worked]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_indefinite, _definite),
    (_indefinite, _definite),
    (_indefinite, _indefinite, _definite, _definite, _waves),
    (_indefinite, _indefinite, _definite, _definite, _waves, _exponential),
    (_indefinite, _indefinite, _definite, _definite, _waves, _exponential),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    return rng.choice(_FORMS[difficulty - 1])(rng, difficulty, scale)


FAMILY = Family("integrals", True, _build)
