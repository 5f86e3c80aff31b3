"""Derivatives: polynomials, values at a point, tangents, chain and product rule, sine, cosine, e^(kx)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import phrase
from coe.tasks.terms import moved, operand, sign_of, signed, step, term, total

_COEFFICIENTS = (6, 9, 12, 30, 90)
Polynomial = tuple[tuple[int, int], ...]
"""(coefficient, exponent) of each term, highest first."""

_DERIVATIVE = (
    "Differentiate {e}", "Find the derivative of {e}", "What is the derivative of {e}?",
    "Calculate the derivative of {e}", "Compute the derivative of {e}", "Determine the derivative of {e}",
    "Work out the derivative of {e}", "Differentiate {e} with respect to {v}",
    "Find the derivative of {e} with respect to {v}", "Find the derivative of f({v}) = {e}",
    "Differentiate f({v}) = {e}", "Differentiate y = {e}", "Find f'({v}) if f({v}) = {e}",
    "Find dy/d{v} if y = {e}", "If f({v}) = {e}, find f'({v}).", "Given f({v}) = {e}, find f'({v}).",
    "What is the derivative of f({v}) = {e}?", "Differentiate the function f({v}) = {e}",
)  # fmt: skip
_AT_POINT = (
    "Find f'({c}) if f({v}) = {e}", "Given f({v}) = {e}, find f'({c}).", "If f({v}) = {e}, find f'({c}).",
    "If f({v}) = {e}, what is f'({c})?", "What is f'({c}) if f({v}) = {e}?",
    "Let f({v}) = {e}. Find f'({c}).", "Calculate f'({c}) for f({v}) = {e}",
)  # fmt: skip
_SLOPE = (
    "Find the slope of the tangent to y = {e} at {v} = {c}",
    "What is the slope of the tangent line to y = {e} at {v} = {c}?",
    "Find the gradient of the curve y = {e} at {v} = {c}", "What is the gradient of y = {e} at {v} = {c}?",
    "Calculate the slope of the curve y = {e} at {v} = {c}",
    "Determine the slope of the tangent to y = {e} at {v} = {c}",
)  # fmt: skip


def _asking(name: str) -> tuple[str, ...]:
    """The wordings for a variable; y is a function of x."""
    return tuple(wording for wording in _DERIVATIVE if name == "x" or "y = " not in wording)


def power(name: str, exponent: int) -> str:
    """ "", "x", "x^3"."""
    return "" if exponent == 0 else name if exponent == 1 else f"{name}^{exponent}"


def shown(polynomial: Polynomial, name: str) -> str:
    """The polynomial as text."""
    return total(*((a, power(name, n)) for a, n in polynomial))


def draw_polynomial(rng: Random, difficulty: int, scale: int, highest: int, least: int = 2) -> Polynomial:
    """Terms with different exponents up to `highest`; coefficients are at least `least` in size."""
    degree = rng.randint(2, highest)
    exponents = [n for n in range(degree - 1, -1, -1) if rng.random() < 0.65] or [rng.randint(0, degree - 1)]
    most, negative = _COEFFICIENTS[difficulty - 1], (0.1, 0.3, 0.5, 0.5, 0.5)[difficulty - 1]
    return tuple((draw_signed(rng, most, scale, negative, low=least), n) for n in (degree, *exponents))


def _worked(polynomial: Polynomial, name: str) -> tuple[str, Polynomial]:
    """The derivative with its products as spans, and the derivative."""
    parts: list[str] = []
    for a, n in polynomial:
        if n:
            text = f"{{{abs(a)} * {n}}}" if n > 1 else str(abs(a))
            lead = f" {sign_of(a)} " if parts else "-" if a < 0 else ""
            parts.append(f"{lead}{text}{power(name, n - 1)}")
    return "".join(parts), tuple((a * n, n - 1) for a, n in polynomial if n)


def evaluation(polynomial: Polynomial, at: int) -> tuple[str, int]:
    """The polynomial with a number put in, as text, and its value."""
    text, value = "", 0
    for a, n in polynomial:
        factor = f" * {operand(at)}^{n}" if n > 1 else f" * {operand(at)}" if n else ""
        lead = f" {sign_of(a)} " if text else "-" if a < 0 else ""
        text += f"{lead}{abs(a)}{factor}"
        value += a * at**n
    return text, value


def _polynomial(rng: Random, difficulty: int, scale: int) -> Worked:
    name = rng.choice("xxxt")
    polynomial = draw_polynomial(rng, difficulty, scale, (3, 4, 4, 5, 6)[difficulty - 1])
    line, derived = _worked(polynomial, name)
    statement = phrase(rng, _asking(name), e=shown(polynomial, name), v=name)
    return Worked(statement, (f"= {line}",), shown(derived, name))


def _at_point(rng: Random, difficulty: int, scale: int) -> Worked:
    name, polynomial = rng.choice("xxxt"), draw_polynomial(rng, difficulty, scale, 3 if difficulty < 4 else 4)
    c = draw(rng, 1, 5) if difficulty < 3 else draw_signed(rng, 6)
    line, derived = _worked(polynomial, name)
    working, value = evaluation(derived, c)
    statement = phrase(rng, _AT_POINT, e=shown(polynomial, name), v=name, c=str(c))
    return Worked(statement, (f"f'({name}) = {line}", step(f"f'({c})", working)), str(value))


def _slope(rng: Random, difficulty: int, scale: int) -> Worked:
    polynomial = draw_polynomial(rng, difficulty, scale, 3)
    c = draw(rng, 1, 5) if difficulty < 3 else draw_signed(rng, 6)
    line, derived = _worked(polynomial, "x")
    working, value = evaluation(derived, c)
    statement = phrase(rng, _SLOPE, e=shown(polynomial, "x"), v="x", c=str(c))
    return Worked(statement, (f"y' = {line}", f"= {working}", f"= {{{working}}}"), str(value))


def _chain(rng: Random, difficulty: int, scale: int) -> Worked:
    """(ax + b)^n."""
    name, n = rng.choice("xxxt"), rng.randint(3, 6)
    a, b = (
        draw(rng, 2, _COEFFICIENTS[difficulty - 1], scale),
        draw_signed(rng, _COEFFICIENTS[difficulty - 1], scale),
    )
    inside = total((a, name), (b, ""))
    answer = f"{n * a}({inside})^{n - 1}"
    lines = (f"= {n}({inside})^{n - 1} * {a}", f"= {{{n} * {a}}}({inside})^{n - 1}")
    return Worked(phrase(rng, _asking(name), e=f"({inside})^{n}", v=name), lines, answer)


def _product(rng: Random, difficulty: int, scale: int) -> Worked:
    """(ax + b)(cx + d) by the product rule."""
    name, most = rng.choice("xxxt"), _COEFFICIENTS[difficulty - 1]
    a, c = draw(rng, 2, most, scale), draw(rng, 2, most, scale)
    b, d = draw_signed(rng, most, scale), draw_signed(rng, most, scale)
    first, second = total((a, name), (b, "")), total((c, name), (d, ""))
    lines = (
        f"= {a}({second}) + {c}({first})",
        f"= {{2 * {a} * {c}}}{name} + {{{a} * {operand(d)} + {c} * {operand(b)}}}",
    )
    answer = total((2 * a * c, name), (a * d + c * b, ""))
    return Worked(phrase(rng, _asking(name), e=f"({first})({second})", v=name), lines, answer)


def _waves(rng: Random, difficulty: int, scale: int) -> Worked:
    """a sin(x) + b cos(x)."""
    most = _COEFFICIENTS[difficulty - 1]
    a, b = draw(rng, 2, most, scale), draw_signed(rng, most, scale, low=2)
    answer = f"{a}cos(x) {moved(b).replace('(', '').replace(')', '')}sin(x)"
    statement = phrase(rng, _DERIVATIVE, e=f"{a}sin(x) {signed(b)}cos(x)", v="x")
    return Worked(statement, (f"= {answer}",), answer)


def _exponential(rng: Random, difficulty: int, scale: int) -> Worked:
    """a e^(kx)."""
    most = _COEFFICIENTS[difficulty - 1]
    a, k = draw(rng, 2, most, scale), draw_signed(rng, most, scale, low=2)
    inner = term(k, "x")
    lines = (f"= {{{a} * {operand(k)}}}e^({inner})",)
    return Worked(phrase(rng, _DERIVATIVE, e=f"{a}e^({inner})", v="x"), lines, f"{a * k}e^({inner})")


_Form = Callable[[Random, int, int], Worked]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_polynomial, _polynomial, _at_point),
    (_polynomial, _polynomial, _at_point, _slope),
    (_polynomial, _polynomial, _at_point, _slope, _chain, _product, _waves),
    (_polynomial, _polynomial, _at_point, _slope, _chain, _product, _waves, _exponential),
    (_polynomial, _at_point, _slope, _chain, _product, _waves, _exponential),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    return rng.choice(_FORMS[difficulty - 1])(rng, difficulty, scale)


FAMILY = Family("derivatives", True, _build)
