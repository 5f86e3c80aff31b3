"""Quadratic and cubic polynomials divided by x + q without a remainder, one term of the quotient a line."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import letter, phrase
from coe.tasks.terms import operand, signed, total

_CONSTANTS = (5, 9, 12, 20, 40)
_COEFFICIENTS = (1, 3, 5, 9, 15)

_WORDINGS = (
    "Find the quotient of {p} and {d}", "Simplify ({p})/({d})", "Calculate ({p})/({d})",
    "Work out ({p})/({d})", "Compute ({p})/({d})", "What is ({p})/({d})?", "Evaluate ({p})/({d})",
    "What is the quotient of {p} and {d}?", "Find ({p})/({d})", "Simplify the fraction ({p})/({d})",
    "Calculate the quotient of {p} and {d}", "Determine ({p})/({d})", "Work out the quotient of {p} and {d}",
    "Simplify the expression ({p})/({d})",
)  # fmt: skip


class Division:
    """A division of polynomials.

    Args:
        name: the variable.
        coefficients: of the dividend, highest first.
        q: of the divisor x + q.
    """

    def __init__(self, name: str, coefficients: tuple[int, ...], q: int) -> None:
        self.name, self.coefficients, self.q = name, coefficients, q
        self.dividend, self.divisor = self.polynomial(coefficients), total((1, name), (q, ""))
        found = [coefficients[0]]
        for coefficient in coefficients[1:]:
            found.append(coefficient - q * found[-1])
        self.quotient, self.remainder = tuple(found[:-1]), found[-1]

    def power(self, exponent: int) -> str:
        """ "", "x", "x^2", "x^3"."""
        return ("", self.name, f"{self.name}^2", f"{self.name}^3")[exponent]

    def polynomial(self, coefficients: tuple[int, ...]) -> str:
        """The polynomial with these coefficients, highest first."""
        degree = len(coefficients) - 1
        return total(*((value, self.power(degree - at)) for at, value in enumerate(coefficients)))

    def lines(self) -> tuple[str, ...]:
        """A line for each term of the quotient but the last, with what is still to be divided; the quotient.

        A term that was found is copied as a span, so that a mistake in it is carried on.
        """
        lines, degree = [], len(self.quotient) - 1
        for at in range(degree):
            left = f"{{{self.coefficients[at + 1]} - {operand(self.quotient[at])} * {operand(self.q)}}}"
            rest = " ".join(
                signed(value, self.power(degree - at - 1 - place))
                for place, value in enumerate(self.coefficients[at + 2 :])
            )
            lines.append(f"= {self._done(at)} + ({left}{self.power(degree - at)} {rest})/({self.divisor})")
        return (*lines, f"= {self._done(degree)}")

    def _done(self, last: int) -> str:
        """The quotient up to a term: the first is the dividend's, the others are spans."""
        degree = len(self.quotient) - 1
        text = total((self.quotient[0], self.power(degree)))
        for at in range(1, last + 1):
            text += f" + {{{self.quotient[at]}}}{self.power(degree - at)}"
        return text


def draw_division(rng: Random, difficulty: int, scale: int, *, exact: bool) -> Division:
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
            return Division(letter(rng), tuple(coefficients), q)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    division = draw_division(rng, difficulty, scale, exact=True)
    statement = phrase(rng, _WORDINGS, p=division.dividend, d=division.divisor)
    return Worked(statement, division.lines(), division.polynomial(division.quotient))


FAMILY = Family("polynomial_division", True, _build)
