"""Largest and smallest values of quadratic functions, bare and in words: fences, sums, prices, balls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.families.derivatives import Polynomial, evaluation, shown
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import GOODS, NAMES, WALKED, phrase
from coe.tasks.terms import operand, step

_SIZES = (6, 9, 15, 40, 150)

_FUNCTION = (
    "Find the {most} value of {e}.", "What is the {most} value of f(x) = {e}?",
    "Find the {most} of f(x) = {e}.", "Determine the {most} value of the function f(x) = {e}.",
    "Which {most} value does {e} take?", "Work out the {most} of {e}.", "What is the {most} of y = {e}?",
    "Calculate the {most} value of y = {e}.",
)  # fmt: skip
_FENCE = (
    "{name} has {n} {w} of fence for three sides of a rectangular field; a river is the fourth side. What "
    "is the largest area?",
    "A rectangle at a long wall needs a fence on three sides only. What is the largest area with {n} {w} of "
    "fence?",
    "With {n} {w} of fence, what is the largest rectangle that can be fenced off along a straight river, in "
    "area?",
    "A rectangular yard uses a house wall as one side. {n} {w} of fence make the other three. Find its "
    "largest area.",
)  # fmt: skip
_PERIMETER = (
    "A rectangle has a perimeter of {n} {w}. What is its largest possible area?",
    "{name} has {n} {w} of fence for a rectangular garden. What is the largest area of the garden?",
    "What is the largest area of a rectangle with a perimeter of {n} {w}?",
    "A rope of {n} {w} is laid out as a rectangle. How large can the area inside be?",
)  # fmt: skip
_PRODUCT = (
    "Two numbers add up to {n}. What is the largest possible value of their product?",
    "The sum of two numbers is {n}. Find the largest product that they can have.",
    "{name} splits {n} into two parts and multiplies them. What is the largest product?",
    "What is the largest product of two numbers whose sum is {n}?",
)  # fmt: skip
_PRICE = (
    "At a price of x dollars a shop sells {a} - {b}x of a {good} a day. What is the largest daily income?",
    "A shop that asks x dollars for a {good} sells {a} - {b}x of them. Find the largest income.",
    "{name} sells {a} - {b}x times a {good} when the price is x dollars. How large can the income be?",
    "The demand for a {good} at x dollars is {a} - {b}x. What is the largest income from it?",
)  # fmt: skip
_BALL = (
    "A ball is {v}t - 5t^2 meters high t seconds after the throw. How high does it rise?",
    "{name} throws a ball. After t seconds it is {v}t - 5t^2 meters high. What is its greatest height?",
    "The height of a rocket after t seconds is {v}t - 5t^2 meters. Find its greatest height.",
    "A stone thrown up is at a height of {v}t - 5t^2 meters after t seconds. How high does it get?",
)  # fmt: skip


def _function(rng: Random, difficulty: int, scale: int) -> Worked:
    """a(x - p)^2 + q multiplied out; the vertex is at -b/(2a)."""
    most = _SIZES[difficulty - 1]
    a = 1 if rng.random() < 0.4 else draw(rng, 2, 6 if difficulty < 4 else 20, scale)
    a = -a if rng.random() < 0.5 else a
    p, q = draw_signed(rng, most, scale, 0.3), draw_signed(rng, most, scale)
    polynomial: Polynomial = ((a, 2), (-2 * a * p, 1), (a * p * p + q, 0))
    polynomial = tuple((c, n) for c, n in polynomial if c)
    working, value = evaluation(polynomial, p)
    which = "minimum" if a > 0 else "maximum"
    vertex = step("x", f"{2 * a * p} / (2 * {operand(a)})")
    statement = phrase(rng, _FUNCTION, most=which, e=shown(polynomial, "x"))
    return Worked(statement, (vertex, step(which, working)), str(value))


def _fence(rng: Random, n: int, slots: dict[str, str]) -> Worked:
    side = Fraction(n, 4)
    lines = (
        step("width", f"{n} / 4"),
        step("length", f"{n} / 2"),
        step("area", f"{rational(side)} * {rational(2 * side)}".replace("/", " / ")),
    )
    return Worked(phrase(rng, _FENCE, n=str(n), **slots), lines, rational(2 * side * side))


def _perimeter(rng: Random, n: int, slots: dict[str, str]) -> Worked:
    lines = (step("side", f"{n} / 4"), step("area", f"{n // 4}^2"))
    return Worked(phrase(rng, _PERIMETER, n=str(n), **slots), lines, str((n // 4) ** 2))


def _product(rng: Random, n: int, slots: dict[str, str]) -> Worked:
    lines = (step("half", f"{n} / 2"), step("product", f"{n // 2}^2"))
    return Worked(phrase(rng, _PRODUCT, n=str(n), **slots), lines, str((n // 2) ** 2))


def _price(rng: Random, n: int, slots: dict[str, str], b: int) -> Worked:
    """x(a - bx): largest halfway between its zeros 0 and a/b."""
    a, x = b * n, n // 2
    lines = (
        step("price", f"{a} / (2 * {b})"),
        step("sold", f"{a} - {b} * {x}"),
        step("income", f"{x} * {a - b * x}"),
    )
    return Worked(phrase(rng, _PRICE, a=str(a), b=str(b), **slots), lines, str(x * (a - b * x)))


def _ball(rng: Random, t: int, slots: dict[str, str]) -> Worked:
    v = 10 * t
    lines = (step("time", f"{v} / (2 * 5)"), step("height", f"{v} * {t} - 5 * {t}^2"))
    return Worked(phrase(rng, _BALL, v=str(v), **slots), lines, str(v * t - 5 * t * t))


_Story = Callable[[Random, int, dict[str, str]], Worked]
_STORIES: tuple[_Story, ...] = (_fence, _perimeter, _product)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    kind, most = rng.random(), _SIZES[difficulty - 1]
    if kind < 0.4:
        return _function(rng, difficulty, scale)
    slots = {"name": rng.choice(NAMES), "w": rng.choice(WALKED), "good": rng.choice(GOODS)}
    if kind < 0.76:
        return rng.choice(_STORIES)(rng, 4 * draw(rng, 2, most, scale), slots)
    if kind < 0.88:
        return _price(rng, 2 * draw(rng, 2, most, scale), slots, draw(rng, 2, 9, scale))
    return _ball(rng, draw(rng, 1, most // 2 + 2, scale), slots)


FAMILY = Family("optimization", False, _build)
