"""Polynomials divided by x + q, with or without a remainder, one term of the quotient a line."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import letter, phrase
from coe.tasks.terms import operand, sign_of, signed, step, total

_CONSTANTS = (5, 9, 12, 20, 40)
_COEFFICIENTS = (1, 3, 5, 9, 15)

_WORDINGS = (
    "Divide {p} by {d}", "Divide {p} by {d}.", "Find the quotient of {p} and {d}", "Simplify ({p})/({d})",
    "Calculate ({p})/({d})", "Work out ({p})/({d})", "What is {p} divided by {d}?", "Simplify ({p}) / ({d})",
    "Use long division to divide {p} by {d}", "Carry out the division of {p} by {d}",
    "Divide the polynomial {p} by {d}", "What is the result of dividing {p} by {d}?",
    "Find the quotient when {p} is divided by {d}", "Write ({p})/({d}) as a polynomial",
    "Compute ({p})/({d})", "What is ({p}) / ({d})?",
)  # fmt: skip
_WITH_REMAINDER = (
    "Divide {p} by {d}. Leave the remainder as a fraction.",
    "Use long division to write ({p})/({d}) as a polynomial plus a fraction.",
    "Write ({p})/({d}) as a polynomial and a remainder over {d}.",
    "Work out ({p})/({d}) by long division; there is a remainder.",
    "Do the division of {p} by {d}. Write the remainder over {d}.",
    "What is {p} divided by {d}, with the remainder as a fraction?",
)  # fmt: skip
_REMAINDER = (
    "What is the remainder when {p} is divided by {d}?", "Find the remainder of {p} divided by {d}.",
    "{p} is divided by {d}. What is the remainder?", "Work out the remainder when {p} is divided by {d}.",
    "Dividing {p} by {d} leaves a remainder. Find it.", "If {p} is divided by {d}, what remains?",
)  # fmt: skip


class _Division:
    """Coefficients of the dividend, highest first, and q of the divisor x + q."""

    def __init__(self, name: str, coefficients: tuple[int, ...], q: int) -> None:
        self.name, self.coefficients, self.q = name, coefficients, q
        self.divisor = total((1, name), (q, ""))
        found = [coefficients[0]]
        for coefficient in coefficients[1:]:
            found.append(coefficient - q * found[-1])
        self.quotient, self.remainder = tuple(found[:-1]), found[-1]

    def power(self, exponent: int) -> str:
        return ("", self.name, f"{self.name}^2", f"{self.name}^3")[exponent]

    def polynomial(self, coefficients: tuple[int, ...]) -> str:
        """The polynomial, terms with the coefficient zero left out."""
        degree = len(coefficients) - 1
        return total(*((value, self.power(degree - at)) for at, value in enumerate(coefficients)))

    def lines(self, left: str) -> tuple[str, ...]:
        """One line for each term of the quotient: what is found, and what is still to be divided."""
        lines, degree = [], len(self.quotient) - 1
        for at in range(len(self.quotient)):
            done = self.polynomial(self.quotient[: at + 1] + (0,) * (degree - at))
            subtraction = (
                f"{{{self.coefficients[at + 1]} - {operand(self.quotient[at])} * {operand(self.q)}}}"
            )
            if at == degree:
                lines.append(f"{left}= {done} + {subtraction}/({self.divisor})")
                break
            rest = " ".join(
                signed(value, self.power(degree - at - 1 - place))
                for place, value in enumerate(self.coefficients[at + 2 :])
                if value
            )
            lines.append(f"{left}= {done} + ({subtraction}{self.power(degree - at)} {rest})/({self.divisor})")
        return tuple(lines)


def _drawn(rng: Random, difficulty: int, scale: int, exact: bool) -> _Division:
    """A division without zero coefficients on the way; `exact` says whether it comes out even."""
    while True:
        degree = 2 if rng.random() < (1.0, 0.7, 0.5, 0.3, 0.2)[difficulty - 1] else 3
        q = draw_signed(rng, _CONSTANTS[difficulty - 1], scale)
        quotient = [draw(rng, 1, _COEFFICIENTS[difficulty - 1], scale)]
        quotient += [draw_signed(rng, _CONSTANTS[difficulty - 1], scale, low=2) for _ in range(degree - 1)]
        remainder = 0 if exact else draw_signed(rng, _CONSTANTS[difficulty - 1], scale)
        shifted = [q * value for value in quotient]
        coefficients = [quotient[0], *(a + b for a, b in zip(quotient[1:], shifted, strict=False))]
        coefficients.append(shifted[-1] + remainder)
        if all(coefficients):
            return _Division(letter(rng), tuple(coefficients), q)


def _quotient(rng: Random, difficulty: int, scale: int) -> Worked:
    division = _drawn(rng, difficulty, scale, exact=True)
    dividend = division.polynomial(division.coefficients)
    quotient = division.polynomial(division.quotient)
    left = f"({dividend})/({division.divisor}) "
    lines = (*division.lines(left)[:-1], f"{left}= {quotient}")
    return Worked(phrase(rng, _WORDINGS, p=dividend, d=division.divisor), lines, quotient)


def _with_remainder(rng: Random, difficulty: int, scale: int) -> Worked:
    division = _drawn(rng, difficulty, scale, exact=False)
    dividend = division.polynomial(division.coefficients)
    quotient = division.polynomial(division.quotient)
    sign = sign_of(division.remainder)
    answer = f"{quotient} {sign} {abs(division.remainder)}/({division.divisor})"
    lines = division.lines(f"({dividend})/({division.divisor}) ")
    return Worked(phrase(rng, _WITH_REMAINDER, p=dividend, d=division.divisor), lines, answer)


def _remainder(rng: Random, difficulty: int, scale: int) -> Worked:
    """By the remainder theorem: the value of the polynomial at -q."""
    division = _drawn(rng, difficulty, scale, exact=False)
    dividend = division.polynomial(division.coefficients)
    at = operand(-division.q)
    degree = len(division.coefficients) - 1
    powers = [f"{at}^3" if e == 3 else f"{at}^2" if e == 2 else at for e in range(degree, 0, -1)]
    terms = [
        f"{abs(value)} * {power}" if abs(value) != 1 else power
        for value, power in zip(division.coefficients[:-1], powers, strict=True)
    ]
    working = terms[0]
    for value, text in zip(division.coefficients[1:], [*terms[1:], ""], strict=True):
        working += f" {sign_of(value)} {text or abs(value)}"
    lines = (step("remainder", working),)
    return Worked(phrase(rng, _REMAINDER, p=dividend, d=division.divisor), lines, str(division.remainder))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    kind = rng.random()
    form = _quotient if kind < 0.6 else _with_remainder if kind < 0.8 else _remainder
    return form(rng, difficulty, scale)


FAMILY = Family("polynomial_division", False, _build)
