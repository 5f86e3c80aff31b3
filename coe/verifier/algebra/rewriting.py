"""Proofs of identities with powers, logarithms, factorials and angles: both sides in the same atoms.

    a^(m + n) = a^m a^n, a^(2n) = (a^n)^2, 12^x = (2^x)^2 3^x        the laws of exponents
    ln(uv) = ln|u| + ln|v|, ln(u^n) = n ln|u|, log_b u = ln u / ln b  the laws of logarithms
    (n + 1)! = (n + 1) n!, binomial(n, 2) = n (n - 1)/2               factorials
    sin(2a + b) in sin a, cos a, sin b, cos b, and pi/12 in surds     the addition theorems

Every rule keeps the value wherever the side itself is defined, so two sides with the same rational function
of the atoms are equal wherever both are defined. (ln u = ln|u| where u > 0: hence ln x^2 = 2 ln x holds where
both sides are defined, for x > 0.) Sides that share no point of their domains are not called equal. A
difference proves nothing here: there may be relations between atoms that these rules do not know.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from coe.verifier.algebra.pieces import MAX_BASE, E, bases, linear, offset, primes, square_part, undone
from coe.verifier.algebra.polynomials import (
    MAX_VARIABLES,
    Algebra,
    Beyond,
    add,
    multiply,
    reduce_radical,
)
from coe.verifier.expressions.building import ONE, ZERO, minus, over, plus, times
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.functions import TRIGONOMETRIC
from coe.verifier.values.exact import TooLarge, Undefined, evaluate
from coe.verifier.values.modular import Field, Unmeasurable, ZeroDivisor
from coe.verifier.values.points import have_common_point

_MAX_MULTIPLE = 12
_MAX_RELATIONS = 6
_TWO: Expr = ("num", Fraction(2), None)


def same_after_rewriting(left: Expr, right: Expr) -> bool:
    """Whether the rules prove that two sides are equal wherever both are defined; False is unknown."""
    try:
        atoms = _Atoms(left, right)
        first, second = atoms.rewrite(left), atoms.rewrite(right)
        squares = [free_variables(square) for _, square in atoms.relations]
        names = sorted(free_variables(first).union(free_variables(second), *squares))
        if len(names) > MAX_VARIABLES + 2:
            return False
        algebra = Algebra(tuple(names))
        a, b = algebra.ratio(first)
        c, d = algebra.ratio(second)
        rest = add(a if d is None else multiply(a, d), c if b is None else multiply(c, b), -1)
        for name, square in reversed(atoms.relations):
            radicand, bottom = algebra.ratio(square)
            if bottom is not None:
                return False
            if name in algebra.shifts:
                rest = reduce_radical(rest, algebra.shifts[name], radicand)
        return not rest and have_common_point(left, right)
    except (Beyond, Undefined, RecursionError):
        return False


class AngleForm(NamedTuple):
    """An expression as a rational function of the cosine and sine of variable / unit, and of surds.

    Args:
        expression: the rational function.
        cosine, sine: names of the two in it.
        unit: what the variable is divided by.
        surds: (name, square) of the square roots in it.
    """

    expression: Expr
    cosine: str
    sine: str
    unit: int
    surds: tuple[tuple[str, Expr], ...]


def angle_form(expr: Expr, variable: str) -> AngleForm:
    """The expression by the cosine and sine of one part of the variable.

    Raises:
        Beyond: it holds anything but functions of angles a x + b pi, and rational numbers with their roots.
    """
    atoms = _Atoms(expr, ZERO)
    found = atoms.rewrite(expr)
    names = {name: key for key, name in atoms.atom_names()}
    used = free_variables(found)
    angles = {key[:-1] for name, key in names.items() if name in used and key[0] == "angle"}
    surds = tuple((name, square) for name, square in atoms.relations if names[name][0] == "sqrt")
    if len(angles) != 1 or variable in used:
        raise Beyond("angles")
    (angle,) = angles
    if angle[1] != atoms.key(("var", variable)):
        raise Beyond("angles")
    pair = {key[-1]: name for name, key in names.items() if key[:-1] == angle}
    if used - {*pair.values(), *(name for name, _ in surds)}:
        raise Beyond("other functions")
    return AngleForm(found, pair["cos"], pair["sin"], int(str(angle[2])), surds)


class _Atoms:
    """The atoms that two sides are written in.

    Attributes:
        relations: (atom, its square) in the order in which they were met.
    """

    def __init__(self, left: Expr, right: Expr) -> None:
        self.relations: list[tuple[str, Expr]] = []
        self._names: dict[tuple[object, ...], str] = {}
        # The parts that a power or an angle of a term is counted in: e^(x/2) in halves of x.
        self._units: dict[object, int] = {}
        self._factorials: dict[object, int] = {}
        for side in (left, right):
            self._survey(side)

    def atom_names(self) -> list[tuple[tuple[object, ...], str]]:
        """What each atom stands for, and its name."""
        return list(self._names.items())

    def atom(self, key: tuple[object, ...], square: Expr | None = None) -> Expr:
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"atom {len(self._names)}"
            if square is not None:
                self.relations.append((name, square))
                if len(self.relations) > _MAX_RELATIONS:
                    raise Beyond("too many relations")
        return ("var", name)

    def _survey(self, node: Expr) -> None:
        kind = node[0]
        if kind in ("num", "var", "const"):
            return
        if kind == "^":
            for base, _ in bases(node[1]):
                self._count(("^", base), node[2])
        elif kind == "call" and node[1] == "exp":
            self._count(("^", E), node[2][0])
        elif kind == "call" and node[1] in TRIGONOMETRIC:
            self._count("angle", node[2][0])
        elif kind == "fact":
            self._note_factorial(node[1])
        elif kind == "call" and node[1] == "binomial":
            for part in (node[2][0], node[2][1], minus(*node[2])):
                self._note_factorial(part)
        for part in node[1:]:
            if isinstance(part, tuple) and part:
                for item in (part,) if isinstance(part[0], str) else part:
                    self._survey(item)

    def _count(self, owner: object, exponent: Expr) -> None:
        for term, coefficient in linear(exponent):
            known = self._units.get((owner, term), 1)
            self._units[owner, term] = lcm(known, Fraction(coefficient).denominator)

    def _note_factorial(self, inside: Expr) -> None:
        rest, step = offset(inside)
        self._factorials[rest] = min(step, self._factorials.get(rest, step))

    def rewrite(self, node: Expr) -> Expr:
        """The expression as a rational function of atoms.

        Raises:
            Beyond: a kind of part that has no rules and no value of its own.
        """
        kind = node[0]
        if kind == "num" or kind == "var":
            return node
        if kind == "const":
            if node[1] not in ("pi", "e"):
                raise Beyond("constant")
            return self.atom(("const", node[1])) if node[1] == "pi" else self._power(E, ONE)
        if kind in ("+", "-", "*", "/"):
            return (kind, self.rewrite(node[1]), self.rewrite(node[2]))
        if kind in ("neg", "pct"):
            return (kind, self.rewrite(node[1]))
        if kind == "^":
            return self._of_power(node)
        if kind == "fact":
            return self._factorial(node[1])
        if kind == "call":
            return self._call(node)
        raise Beyond(kind)

    def _of_power(self, node: Expr) -> Expr:
        base, exponent = node[1], node[2]
        number = evaluate(exponent)
        if number is not None and number.denominator == 1:
            return ("^", self.rewrite(base), ("num", number, None))
        if number is not None and number.denominator == 2:
            return ("^", self._root(base), ("num", Fraction(number.numerator), None))
        inverse = undone(base, exponent)
        if inverse is not None:
            return self._of_power(("^", *inverse))
        result = ONE
        for prime, count in bases(base):
            part = self._power(prime, exponent)
            result = times(result, part if count == 1 else ("^", part, ("num", Fraction(count), None)))
        return result

    def _power(self, base: Expr, exponent: Expr) -> Expr:
        """base^exponent by the terms of the exponent."""
        result = ONE
        for term, coefficient in linear(exponent):
            unit = self._units.get((("^", base), term), 1)
            count = Fraction(coefficient) * unit
            if count.denominator != 1 or abs(count) > _MAX_MULTIPLE:
                raise Beyond("power")
            if term == ONE and unit == 1 and base != E:
                part = self.rewrite(base)
            else:
                part = self.atom(("^", self.key(base), self.key(term), unit))
            result = times(result, part if count == 1 else ("^", part, ("num", count, None)))
        return result

    def _root(self, inside: Expr) -> Expr:
        known = evaluate(inside)
        if known is not None and known.denominator == 1 and 0 < known < MAX_BASE:
            outside, radicand = square_part(known.numerator)
            result: Expr = ("num", Fraction(outside), None)
            for prime in primes(radicand):
                square: Expr = ("num", Fraction(prime), None)
                result = times(result, self.atom(("sqrt", prime), square))
            return result
        return self.atom(("sqrt", self.key(inside)), self.rewrite(inside))

    def _call(self, node: Expr) -> Expr:
        name, arguments = node[1], node[2]
        inside = arguments[0]
        if name == "ln":
            return self._logarithm(inside)
        if name == "log":
            base = arguments[1] if len(arguments) == 2 else ("num", Fraction(10), None)
            return over(self._logarithm(inside), self._logarithm(base))
        if name == "exp":
            return self._of_power(("^", E, inside))
        if name == "sqrt":
            return self._root(inside)
        if name in TRIGONOMETRIC:
            return self._trigonometric(name, inside)
        if name == "binomial":
            return self._binomial(*arguments)
        if name == "abs":
            return self.atom(("abs", self.key(inside)), ("^", self.rewrite(inside), _TWO))
        return self.atom((name, *(self.key(argument) for argument in arguments)))

    def _logarithm(self, inside: Expr) -> Expr:
        """ln |inside| by its factors."""
        kind = inside[0]
        known = evaluate(inside)
        if known is not None:
            return self._logarithm_of_number(known)
        if inside == E:
            return ONE
        if kind == "*":
            return plus(self._logarithm(inside[1]), self._logarithm(inside[2]))
        if kind == "/":
            return minus(self._logarithm(inside[1]), self._logarithm(inside[2]))
        if kind == "neg":
            return self._logarithm(inside[1])
        if kind == "^":
            return times(self.rewrite(inside[2]), self._logarithm(inside[1]))
        if kind == "call" and inside[1] in ("sqrt", "cbrt"):
            degree = Fraction(1, 2 if inside[1] == "sqrt" else 3)
            return times(("num", degree, None), self._logarithm(inside[2][0]))
        if kind == "call" and inside[1] == "exp":
            return self.rewrite(inside[2][0])
        if kind == "call" and inside[1] == "abs":
            return self._logarithm(inside[2][0])
        return self.atom(("ln", self.key(inside)))

    def _logarithm_of_number(self, value: Fraction) -> Expr:
        if value == 0 or max(abs(value.numerator), value.denominator) > MAX_BASE:
            raise Beyond("logarithm")
        result = ZERO
        for number, sign in ((abs(value.numerator), 1), (value.denominator, -1)):
            for prime in primes(number):
                result = plus(result, times(("num", Fraction(sign), None), self.atom(("ln", "prime", prime))))
        return result

    def _factorial(self, inside: Expr) -> Expr:
        known = evaluate(inside)
        if known is not None:
            value = evaluate(("fact", inside))
            if value is None:
                raise Beyond("factorial")
            return ("num", value, None)
        rest, shift = offset(inside)
        lowest = self._factorials.get(rest, shift)
        if shift - lowest > _MAX_MULTIPLE:
            raise Beyond("factorial")
        result = self.atom(("fact", rest, lowest))
        for step in range(shift - lowest):
            result = times(result, minus(self.rewrite(inside), ("num", Fraction(step), None)))
        return result

    def _binomial(self, total: Expr, chosen: Expr) -> Expr:
        count = evaluate(chosen)
        if count is not None and 0 <= count <= _MAX_MULTIPLE and count.denominator == 1:
            result, n = ONE, self.rewrite(total)
            for step in range(int(count)):
                number: Expr = ("num", Fraction(step), None)
                result = over(times(result, minus(n, number)), plus(number, ONE))
            return result
        top, bottom = self._factorial(total), self._factorial(chosen)
        return over(top, times(bottom, self._factorial(minus(total, chosen))))

    def _trigonometric(self, name: str, angle: Expr) -> Expr:
        cosine, sine = self._of_angle(angle)
        if name == "sin":
            return sine
        if name == "cos":
            return cosine
        if name == "tan":
            return ("/", sine, cosine)
        if name == "cot":
            return ("/", cosine, sine)
        return ("/", ONE, cosine if name == "sec" else sine)

    def _of_angle(self, angle: Expr) -> tuple[Expr, Expr]:
        """Cosine and sine by the addition theorems."""
        cosine, sine = ONE, ZERO
        for term, coefficient in linear(angle):
            if term == ("const", "pi") and 12 % Fraction(coefficient).denominator == 0:
                c, s = self._of_twelfths(int(Fraction(coefficient) * 12))
            else:
                c, s = self._of_term(term, Fraction(coefficient))
            cosine, sine = (
                minus(times(cosine, c), times(sine, s)),
                plus(times(sine, c), times(cosine, s)),
            )
        return cosine, sine

    def _of_term(self, term: Expr, coefficient: Fraction) -> tuple[Expr, Expr]:
        unit = self._units.get(("angle", term), 1)
        count = coefficient * unit
        if count.denominator != 1 or abs(count) > _MAX_MULTIPLE:
            raise Beyond("angle")
        key = ("angle", self.key(term), unit)
        one_cosine = self.atom((*key, "cos"))
        one_sine = self.atom((*key, "sin"), minus(ONE, ("^", one_cosine, _TWO)))
        cosine, sine = ONE, ZERO
        for _ in range(abs(int(count))):
            cosine, sine = (
                minus(times(cosine, one_cosine), times(sine, one_sine)),
                plus(times(sine, one_cosine), times(cosine, one_sine)),
            )
        return cosine, sine if count >= 0 else ("neg", sine)

    def _of_twelfths(self, count: int) -> tuple[Expr, Expr]:
        """Cosine and sine of count * pi/12."""
        values: dict[int, Expr] = {
            0: ZERO, 2: ("num", Fraction(1, 2), None), 3: over(self._root(_TWO), _TWO),
            4: over(self._root(("num", Fraction(3), None)), _TWO), 6: ONE,
        } if count % 12 in (0, 2, 3, 4, 6, 8, 9, 10) else {}  # fmt: skip
        if not values:
            six, two = self._root(("num", Fraction(6), None)), self._root(_TWO)
            four: Expr = ("num", Fraction(4), None)
            values = {1: over(minus(six, two), four), 5: over(plus(six, two), four)}

        def sine(twelfths: int) -> Expr:
            place = twelfths % 24
            sign, place = (-1, place - 12) if place >= 12 else (1, place)
            value = values[min(place, 12 - place)]
            return value if sign > 0 or value == ZERO else ("neg", value)

        return sine(count + 6), sine(count)

    def key(self, node: Expr) -> object:
        """Equal for parts that are equal as rational functions."""
        try:
            return Field(0).value(node)
        except (Unmeasurable, ZeroDivisor, Undefined, TooLarge):
            return node
