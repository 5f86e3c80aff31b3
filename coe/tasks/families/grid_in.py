"""SAT style, grid-in: one number is asked, often not the unknown itself but something made of it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import phrase
from coe.tasks.terms import moved, operand, signed, step, total

_SIZES = (6, 9, 15, 40, 150)


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale

    def size(self, low: int = 2) -> int:
        return draw(self.rng, low, _SIZES[self.difficulty - 1], self.scale)

    def constant(self) -> int:
        return draw_signed(self.rng, _SIZES[self.difficulty - 1], self.scale, 0.2 * (self.difficulty > 1))


def _multiple(dice: _Dice) -> Worked:
    a, b, x, k = dice.size(), dice.constant(), dice.size(1), draw(dice.rng, 2, 9, dice.scale)
    while k == a:
        k += 1
    c = a * x + b
    e = f"{total((a, 'x'), (b, ''))} = {c}"
    statement = phrase(
        dice.rng,
        ("If {e}, what is the value of {k}x?", "Given that {e}, what is {k}x?", "What is {k}x when {e}?"),
        e=e, k=str(k),
    )  # fmt: skip
    return Worked(statement, (step("x", f"({c} {moved(b)}) / {a}"), step("value", f"{k} * {x}")), str(k * x))


def _sum_and_difference(dice: _Dice) -> Worked:
    x, y = dice.size(3), dice.size(1)
    x, y = max(x, y) + (x == y), min(x, y)
    s, d = x + y, x - y
    asked = dice.rng.choice(("product", "square"))
    lines = [step("x", f"({s} + {d}) / 2")]
    if asked == "product":
        lines += [step("y", f"{s} - {x}"), step("product", f"{x} * {y}")]
    else:
        lines += [step("square", f"{x}^2")]
    what = {"product": "xy", "square": "x^2"}[asked]
    statement = phrase(
        dice.rng,
        (
            "If x + y = {s} and x - y = {d}, what is the value of {what}?",
            "The numbers x and y satisfy x + y = {s} and x - y = {d}. Find {what}.",
            "Given x + y = {s} and x - y = {d}, what is {what}?",
        ),
        s=str(s), d=str(d), what=what,
    )  # fmt: skip
    return Worked(statement, tuple(lines), str(x * y if asked == "product" else x * x))


def _function_value(dice: _Dice) -> Worked:
    a, b, p = dice.size(), dice.constant(), dice.size()
    statement = phrase(
        dice.rng,
        (
            "The function f is defined by f(x) = {f}. What is f({p})?",
            "If f(x) = {f}, what is the value of f({p})?",
            "Let f(x) = {f} for all x. What number is f({p})?",
        ),
        f=total((a, "x^2"), (b, "")), p=str(p),
    )  # fmt: skip
    return Worked(statement, (step(f"f({p})", f"{a} * {p}^2 {signed(b)}"),), str(a * p * p + b))


def _constant_of_function(dice: _Dice) -> Worked:
    a, p, k = dice.size(), dice.size(), dice.size(1)
    q = a * p + k
    statement = phrase(
        dice.rng,
        (
            "The function f is given by f(x) = {a}x + k. If f({p}) = {q}, what is k?",
            "If f(x) = {a}x + k and f({p}) = {q}, what is the value of k?",
            "For a constant k, let f(x) = {a}x + k. What is k if f({p}) = {q}?",
        ),
        a=str(a), p=str(p), q=str(q),
    )  # fmt: skip
    return Worked(statement, (step("k", f"{q} - {a} * {p}"),), str(k))


def _part_of_number(dice: _Dice) -> Worked:
    b = draw(dice.rng, 3, 9)
    a = dice.rng.randint(2, b - 1)
    part = Fraction(a, b)
    value = part.numerator * dice.size()
    shown = f"{part.numerator}/{part.denominator}"
    statement = phrase(
        dice.rng,
        (
            "If {p} of a number is {n}, what is the number?", "{p} of a number is {n}. What is the number?",
            "A number multiplied by {p} gives {n}. Find the number.",
        ),
        p=shown, n=str(value),
    )  # fmt: skip
    return Worked(statement, (step("number", f"{value} / ({shown})"),), rational(value / part))


def _missing_score(dice: _Dice) -> Worked:
    n, mean = dice.rng.randint(3, 6), dice.size(5)
    last = draw(dice.rng, 1, mean)
    rest = n * mean - last
    statement = phrase(
        dice.rng,
        (
            "The average of {n} numbers is {m}. All but one of them add up to {r}. What is the last number?",
            "{n} numbers have a mean of {m}, and {k} of them have a sum of {r}. Find the other number.",
            "What is the last of {n} numbers with a mean of {m} if the sum of the others is {r}?",
        ),
        n=str(n), k=str(n - 1), m=str(mean), r=str(rest),
    )  # fmt: skip
    return Worked(
        statement, (step("total", f"{n} * {mean}"), step("number", f"{n * mean} - {rest}")), str(last)
    )


def _ratio(dice: _Dice) -> Worked:
    p, q = dice.rng.sample(range(2, 10), 2)
    unit = dice.size()
    statement = phrase(
        dice.rng,
        (
            "The numbers a and b are in the ratio {p} to {q}, and b is {n}. Find a.",
            "The ratio of a to b is {p} to {q}. If b is {n}, what is a?",
            "Two numbers are in the ratio {p} : {q}. The second is {n}. Find the first.",
        ),
        p=str(p), q=str(q), n=str(q * unit),
    )  # fmt: skip
    return Worked(
        statement, (step("one", f"{q * unit} / {q}"), step("first", f"{p} * {unit}")), str(p * unit)
    )


def _difference_of_squares(dice: _Dice) -> Worked:
    d, s = dice.size(), dice.size(3)
    statement = phrase(
        dice.rng,
        (
            "If x^2 - y^2 = {n} and x - y = {d}, what is x + y?",
            "Given that x - y = {d} and x^2 - y^2 = {n}, find x + y.",
            "The difference of x^2 and y^2 is {n} and x - y = {d}. What is the sum of x and y?",
        ),
        n=str(d * s), d=str(d),
    )  # fmt: skip
    return Worked(statement, (step("sum", f"{d * s} / {d}"),), str(s))


def _one_solution(dice: _Dice) -> Worked:
    b = 2 * dice.size()
    sign = dice.rng.choice("+-")
    statement = phrase(
        dice.rng,
        (
            "For what value of c does x^2 {s} {b}x + c = 0 have exactly one solution?",
            "The equation x^2 {s} {b}x + c = 0 has exactly one solution. What is c?",
            "If x^2 {s} {b}x + c is the square of a binomial, what is c?",
        ),
        b=str(b), s=sign,
    )  # fmt: skip
    return Worked(statement, (step("half", f"{b} / 2"), step("c", f"{b // 2}^2")), str(b * b // 4))


def _larger_solution(dice: _Dice) -> Worked:
    p, q = dice.size(3), dice.size(1)
    q += q == p
    b, c = p + q, p * q
    statement = phrase(
        dice.rng,
        (
            "What is the larger solution of x^2 - {b}x + {c} = 0?",
            "Two numbers satisfy x^2 - {b}x + {c} = 0. Which is the greater one?",
            "If x is the greater root of x^2 - {b}x + {c} = 0, what is the value of x?",
        ),
        b=str(b), c=str(c),
    )  # fmt: skip
    gap = abs(p - q)
    lines = (
        step("d", f"{b}^2 - 4 * {c}"),
        f"root = sqrt({gap * gap}) = {{{gap * gap}^(1/2)}}",
        step("larger", f"({b} + {gap}) / 2"),
    )
    return Worked(statement, lines, str(max(p, q)))


def _slope(dice: _Dice) -> Worked:
    b, p, m = dice.constant(), dice.size(), dice.size()
    q = b + m * p
    statement = phrase(
        dice.rng,
        (
            "In the xy-plane a line passes through (0, {b}) and ({p}, {q}). What is its slope?",
            "A line crosses the y-axis at {b} and contains the point ({p}, {q}). Find its slope.",
            "The graph of y = mx {s} contains ({p}, {q}). What is m?",
        ),
        b=str(b), p=str(p), q=str(q), s=signed(b),
    )  # fmt: skip
    return Worked(statement, (step("slope", f"({q} {moved(b)}) / {p}"),), str(m))


def _equal_slopes(dice: _Dice) -> Worked:
    a, k = dice.size(), dice.size()
    c, d = dice.size(1), dice.size(1)
    b = a * k
    statement = phrase(
        dice.rng,
        (
            "For what value of k does {a}kx + {c} = {b}x + {d} have no solution?",
            "The lines y = {a}kx + {c} and y = {b}x + {d} are parallel. What is k?",
            "If the lines y = {a}kx + {c} and y = {b}x + {d} never meet, what is the value of k?",
        ),
        a=str(a), b=str(b), c=str(c), d=str(d + (c == d)),
    )  # fmt: skip
    return Worked(statement, (step("k", f"{b} / {operand(a)}"),), str(k))


_Form = Callable[[_Dice], Worked]
_FORMS: tuple[_Form, ...] = (
    _multiple, _sum_and_difference, _function_value, _constant_of_function, _part_of_number, _missing_score,
    _ratio, _difference_of_squares, _one_solution, _larger_solution, _slope, _equal_slopes,
)  # fmt: skip


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    return rng.choice(_FORMS)(_Dice(rng, difficulty, scale))


FAMILY = Family("grid_in", False, _build)
