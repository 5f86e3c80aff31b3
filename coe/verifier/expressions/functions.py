"""Functions the parser knows, how many arguments they take, and how they are spelt.

A name that is not here is never called. Logarithms: `ln` is natural, `log` without a base is base 10.
"""

from __future__ import annotations

ARITY: dict[str, tuple[int, int]] = {
    "sqrt": (1, 1), "cbrt": (1, 1), "root": (2, 2), "abs": (1, 1), "exp": (1, 1), "ln": (1, 1), "log": (1, 2),
    "sin": (1, 1), "cos": (1, 1), "tan": (1, 1), "sec": (1, 1), "csc": (1, 1), "cot": (1, 1),
    "asin": (1, 1), "acos": (1, 1), "atan": (1, 1), "sinh": (1, 1), "cosh": (1, 1), "tanh": (1, 1),
    "gcd": (2, 9), "lcm": (2, 9), "max": (1, 9), "min": (1, 9), "binomial": (2, 2), "factorial": (1, 1),
    "floor": (1, 1), "ceil": (1, 1), "round": (1, 2), "mod": (2, 2), "det": (1, 1), "tr": (1, 1),
    "transpose": (1, 1),
}  # fmt: skip

ALIASES: dict[str, str] = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "cosec": "csc", "secant": "sec",
    "hcf": "gcd", "gcf": "gcd",
    "choose": "binomial", "nCr": "binomial", "GCD": "gcd", "LCM": "lcm", "HCF": "gcd",
    "trace": "tr", "ceiling": "ceil", "lg": "log", "Abs": "abs", "comb": "binomial",
}  # fmt: skip

NAMES: dict[str, str] = {**{name: name for name in ARITY}, **ALIASES}
"""Spelling to canonical name."""

TRIGONOMETRIC = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
"""Functions of an angle: in radians, or in degrees where the sign says so."""

OPEN_FORM = TRIGONOMETRIC | {
    "ln", "log", "sqrt", "cbrt", "asin", "acos", "atan", "sinh", "cosh", "tanh", "det", "tr",
}  # fmt: skip
"""Functions that may be written without brackets: sin 2x, ln x, sqrt 2, det A."""

INVERSE = {"sin": "asin", "cos": "acos", "tan": "atan"}
"""sin^-1(x) is the inverse function, as school text has it."""
