"""Values modulo a random prime: proves and refutes identities of rational functions.

By the Schwartz-Zippel lemma two different rational functions of degree d agree at a random point with
probability about d / 2^61. The prime and the points are drawn when the process starts, so no text can be
made to fit them. Functions and powers that are not rational are opaque: equal at equal arguments, which can
prove (3 sin x + 2 sin x = 5 sin x) but not refute.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import lru_cache

from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import TooLarge, Undefined, evaluate
from coe.verifier.values.integers import is_prime

_DRAWN = random.SystemRandom()


class Unmeasurable(Exception):
    """The expression has no value here: 0^0, infinity, lists, a denominator that the prime divides."""


class ZeroDivisor(Exception):
    """A denominator is zero at this point."""


@lru_cache(maxsize=1)
def _prime() -> int:
    while True:
        candidate = _DRAWN.getrandbits(61) | 1 << 61 | 1
        if is_prime(candidate):
            return candidate


@lru_cache(maxsize=4096)
def _coordinate(name: str, point: int) -> int:
    return _DRAWN.randrange(1 << 20, _prime())


class Field:
    """Evaluation at one random point of one random prime field.

    Attributes:
        opaque: set once an opaque function or power was met.
        transcendental: names of the constants met, which are opaque numbers.
    """

    __slots__ = ("_point", "_prime", "opaque", "transcendental")

    def __init__(self, point: int) -> None:
        self._point = point
        self._prime = _prime()
        self.opaque = False
        self.transcendental: set[str] = set()

    def value(self, node: Expr) -> int:
        """The residue of an expression.

        Raises:
            Unmeasurable, ZeroDivisor, Undefined, TooLarge
        """
        kind = node[0]
        prime = self._prime
        if kind == "num":
            return self._rational(node[1])
        if kind == "var":
            return _coordinate(node[1], self._point)
        if kind == "+":
            return (self.value(node[1]) + self.value(node[2])) % prime
        if kind == "-":
            return (self.value(node[1]) - self.value(node[2])) % prime
        if kind == "*":
            return self.value(node[1]) * self.value(node[2]) % prime
        if kind == "/":
            return self.value(node[1]) * self._inverse(self.value(node[2])) % prime
        if kind == "neg":
            return -self.value(node[1]) % prime
        if kind == "^":
            return self._power(node)
        return self._other(kind, node)

    def _other(self, kind: str, node: Expr) -> int:
        if kind == "pct":
            return self.value(node[1]) * self._inverse(100) % self._prime
        if kind == "const" and node[1] in ("pi", "e"):
            self.transcendental.add(node[1])
            return _coordinate("const " + node[1], self._point)
        if kind == "call":
            return self._call(node[1], node[2])
        if kind == "fact":
            known = evaluate(node)
            return self._opaque("fact", (self.value(node[1]),)) if known is None else self._rational(known)
        raise Unmeasurable

    def _rational(self, value: Fraction) -> int:
        if value.denominator == 1:
            return value.numerator % self._prime
        return value.numerator * self._inverse(value.denominator) % self._prime

    def _inverse(self, value: int) -> int:
        if value % self._prime == 0:
            raise ZeroDivisor
        return pow(value, -1, self._prime)

    def _power(self, node: Expr) -> int:
        exponent = evaluate(node[2])
        if exponent is None or exponent.denominator != 1:
            known = evaluate(node)
            if known is not None:
                return self._rational(known)
            return self._opaque("^", (self.value(node[1]), self.value(node[2])))
        count = exponent.numerator
        root = _root_of(node[1])
        if root is not None and count % root[1] == 0:
            # (sqrt u)^2 is u wherever it is defined.
            return self._raise(self.value(root[0]), count // root[1])
        return self._raise(self.value(node[1]), count)

    def _raise(self, base: int, count: int) -> int:
        if base == 0 and count <= 0:
            raise ZeroDivisor if count else Unmeasurable
        if count.bit_length() > 64:
            raise TooLarge
        return pow(base, count, self._prime)

    def _call(self, name: str, arguments: tuple[Expr, ...]) -> int:
        known = evaluate(("call", name, arguments))
        if known is not None:
            return self._rational(known)
        values = tuple(self.value(argument) for argument in arguments)
        if name in ("sqrt", "cbrt"):
            return self._opaque("^", (values[0], self._rational(Fraction(1, 2 if name == "sqrt" else 3))))
        if name == "exp":
            return self._opaque("^", (self.value(("const", "e")), values[0]))
        return self._opaque(name, values)

    def _opaque(self, name: str, values: tuple[int, ...]) -> int:
        self.opaque = True
        return hash((self._point, name, values)) % self._prime


def _root_of(node: Expr) -> tuple[Expr, int] | None:
    if node[0] == "call" and node[1] == "sqrt":
        return node[2][0], 2
    if node[0] == "call" and node[1] == "cbrt":
        return node[2][0], 3
    return None


def same_residues(left: Expr, right: Expr) -> bool | None:
    """True: identical. False: refuted. None: not decided by residues, or no value at any point drawn.

    Raises:
        Undefined: a constant part, or every point drawn, has no value.
    """
    agreed = 0
    zeros = 0
    for point in range(6):
        field = Field(point)
        try:
            same = field.value(left) == field.value(right)
        except ZeroDivisor:
            zeros += 1
            continue
        except (Unmeasurable, TooLarge):
            return None
        if not same:
            return None if field.opaque or len(field.transcendental) > 1 else False
        agreed += 1
        if agreed == 2:
            return True
    raise Undefined("division by zero")
