"""Exact values of sine, cosine and tangent: the angle brought back to an acute one, sums with such values."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import CALCULATE, phrase
from coe.tasks.terms import number

_ACUTE = {
    "sin": {0: "0", 30: "1/2", 45: "sqrt(2)/2", 60: "sqrt(3)/2", 90: "1"},
    "cos": {0: "1", 30: "sqrt(3)/2", 45: "sqrt(2)/2", 60: "1/2", 90: "0"},
    "tan": {0: "0", 30: "sqrt(3)/3", 45: "1", 60: "sqrt(3)"},
}
_RATIONAL = (
    ("sin", 30),
    ("cos", 60),
    ("tan", 45),
    ("sin", 90),
    ("cos", 0),
    ("sin", 150),
    ("cos", 120),
    ("tan", 135),
)
_EXACT = (
    "Find the exact value of {e}", "What is the exact value of {e}?", "Evaluate {e}", "Calculate {e}",
    "What is {e}?", "Find {e}", "Work out the exact value of {e}", "Determine the exact value of {e}",
    "Compute {e}", "Find the value of {e}", "Calculate the exact value of {e}",
)  # fmt: skip


def _reduced(function: str, angle: int) -> tuple[str, str, int]:
    """The sign, the way back to an acute angle and that angle: sin 210 -> "-", "210 - 180", 30."""
    if angle <= 90:
        return "", "", angle
    if angle <= 180:
        return ("" if function == "sin" else "-"), f"180 - {angle}", 180 - angle
    if angle <= 270:
        return ("" if function == "tan" else "-"), f"{angle} - 180", angle - 180
    return ("" if function == "cos" else "-"), f"360 - {angle}", 360 - angle


def _value(rng: Random, difficulty: int) -> Worked:
    function = rng.choice(tuple(_ACUTE))
    most = (90, 180, 360, 360, 360)[difficulty - 1]
    angles = [a for a in range(0, most + 1, 15) if _has_value(function, a)]
    angle = rng.choice(angles)
    sign, way, acute = _reduced(function, angle)
    value = _ACUTE[function][acute]
    answer = value if value == "0" else f"{sign}{value}"
    lines = [f"= {sign}{function}({{{way}}}°)"] if way else []
    return Worked(phrase(rng, _EXACT, e=f"{function}({angle}°)"), (*lines, f"= {answer}"), answer)


def _has_value(function: str, angle: int) -> bool:
    return _reduced(function, angle)[2] in _ACUTE[function]


def _term(rng: Random, difficulty: int, scale: int) -> tuple[int, str, int]:
    function, angle = rng.choice(_RATIONAL[:5] if difficulty < 3 else _RATIONAL)
    return 2 * draw(rng, 1, (4, 9, 20, 60, 400)[difficulty - 1], scale), function, angle


def _worth(function: str, angle: int) -> Fraction:
    sign, _, acute = _reduced(function, angle)
    return Fraction(_ACUTE[function][acute]) * (-1 if sign else 1)


def _sum(rng: Random, difficulty: int, scale: int) -> Worked:
    """a sin 30 + b cos 60, and a sin 30 + b."""
    (a, f, p), (b, g, q) = _term(rng, difficulty, scale), _term(rng, difficulty, scale)
    op = rng.choice("+-")
    u, v = _worth(f, p), _worth(g, q)
    if rng.random() < 0.4:
        expression = f"{a} * {f}({p}°) {op} {b}"
        value = a * u + (b if op == "+" else -b)
        lines = (
            f"= {a} * {_factor(u)} {op} {b}",
            f"= {{{a} * {_factor(u)}}} {op} {b}",
            f"= {{{number(a * u)} {op} {b}}}",
        )
    else:
        expression = f"{a} * {f}({p}°) {op} {b} * {g}({q}°)"
        value = a * u + (b * v if op == "+" else -b * v)
        lines = (
            f"= {a} * {_factor(u)} {op} {b} * {_factor(v)}",
            f"= {{{a} * {_factor(u)}}} {op} {{{b} * {_factor(v)}}}",
            f"= {{{number(a * u)} {_joined(op, b * v)}}}",
        )
    return Worked(phrase(rng, CALCULATE, e=expression), lines, number(value))


def _joined(op: str, value: Fraction) -> str:
    """The term as it stands after a negative result has merged with the sign before it."""
    if value < 0:
        return f"{'-' if op == '+' else '+'} {number(-value)}"
    return f"{op} {number(value)}"


def _factor(value: Fraction) -> str:
    text = number(value)
    return text if value > 0 else f"({text})"


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    if scale == 1 and rng.random() < (0.7, 0.6, 0.5, 0.4, 0.3)[difficulty - 1]:
        return _value(rng, difficulty)
    return _sum(rng, difficulty, scale)


FAMILY = Family("trigonometry", True, _build)
