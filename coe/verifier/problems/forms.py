"""Whether an answer has the form that was asked: a number worked out, expanded, factored, simplified.

The policy, applied to final answers only, never to the lines before:
- a number is finished as an integer, a decimal, a percent, a mixed number, or a fraction in lowest
  terms; an irrational one when no rational arithmetic is left in it and roots hold no square factor;
- expanded: a sum of monomials, no two alike, each with at most one numeric factor;
- factored: a product whose factors cannot be split again over the rationals (checked through rational
  roots and common factors: a quartic that is a product of two quadratics without roots passes);
- a decimal, a percentage, a fraction in lowest terms, where one of these is asked;
- simplified: expanded, or not longer than the expanded form; a fraction with no common factor.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd as integer_gcd

from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly
from coe.verifier.algebra.roots import Dense, dense, gcd, real_roots
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Form
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.integers import is_prime


def is_finished(expr: Expr, form: Form) -> bool:
    """True where the expression can stand as the answer in the form asked."""
    if form is Form.PRIMES:
        return _is_prime_product(expr)
    if form is Form.LOWEST and expr[0] == "ratio":
        return all(map(_is_whole, expr[1])) and integer_gcd(*(int(item[1]) for item in expr[1])) == 1
    if form.is_of_number:
        return _is_in_form(expr[1] if expr[0] == "neg" else expr, form)
    if is_constant(expr):
        return is_number(expr)
    if form is Form.FACTORED:
        return _is_factored(expr)
    if form is Form.EXPANDED:
        return _is_collected(expr)
    return form is Form.SIMPLIFIED and (_is_collected(expr) or _is_short(expr))


def _is_in_form(expr: Expr, form: Form) -> bool:
    if form is Form.PERCENT:
        return expr[0] == "pct" and is_number(expr[1])
    if expr[0] != "num":
        return form in (Form.FRACTION, Form.IMPROPER) and expr[0] != "pct" and is_number(expr)
    if _is_whole(expr):
        return form in (Form.DECIMAL, Form.FRACTION)
    # A mixed number is a number without places after a point.
    return form is (Form.MIXED if expr[2] is None else Form.DECIMAL)


def _is_prime_product(expr: Expr) -> bool:
    """Powers of primes and nothing else; a prime is its own product. Exponents are counted, not built."""
    if expr[0] == "*":
        return _is_prime_product(expr[1]) and _is_prime_product(expr[2])
    if expr[0] == "^":
        return _is_prime_product(expr[1]) and expr[1][0] == "num" and _is_whole(expr[2]) and expr[2][1] >= 1
    return _is_whole(expr) and is_prime(int(expr[1]))


_MOST_FACTORS = 200


def is_number(expr: Expr) -> bool:
    """True for a number with nothing left to calculate."""
    kind = expr[0]
    if kind in ("num", "word", "choice", "time", "based"):
        return True
    if kind == "matrix":
        return all(map(is_number, expr[2]))
    if kind in ("neg", "pct", "unit"):
        return is_number(expr[1]) and expr[1][0] != "neg"
    if kind in ("seq", "interval", "union", "ratio"):
        return all(is_number(item) for item in _parts(expr))
    try:
        value = evaluate(expr)
    except Undefined:
        return False
    return _is_fraction(expr) if value is not None else _is_surd(expr)


def _parts(expr: Expr) -> list[Expr]:
    found: list[Expr] = []
    for part in expr[1:]:
        if isinstance(part, tuple) and part:
            found += [part] if isinstance(part[0], str) else list(part)
    return found


def _is_fraction(expr: Expr) -> bool:
    """a/b in lowest terms, or a mixed number."""
    if expr[0] == "+":
        part = expr[2]
        return _is_whole(expr[1]) and part[0] == "/" and _is_fraction(part) and _is_proper(part)
    if expr[0] != "/":
        return False
    top = expr[1][1] if expr[1][0] == "neg" else expr[1]
    if not (_is_whole(top) and _is_whole(expr[2])) or expr[2][1].numerator <= 1:
        return False
    return integer_gcd(int(top[1]), int(expr[2][1])) == 1


def _is_proper(fraction: Expr) -> bool:
    return _is_whole(fraction[1]) and bool(fraction[1][1] < fraction[2][1])


def _is_whole(expr: Expr) -> bool:
    return bool(expr[0] == "num" and expr[1].denominator == 1)


def _is_surd(expr: Expr) -> bool:
    """An irrational constant in which no rational arithmetic is left."""
    if expr[0] == "const":
        return True
    if expr[0] == "call":
        if expr[1] == "sqrt":
            inside = expr[2][0]
            return _is_whole(inside) and all(inside[1] % (d * d) for d in range(2, 100))
        return all(is_number(arg) for arg in expr[2])
    if expr[0] in ("+", "-", "*", "/", "^", "neg"):
        return all(map(is_number, expr[1:]))
    return False


def terms(expr: Expr) -> list[Expr]:
    """The terms of a sum, signs dropped."""
    if expr[0] in ("+", "-"):
        return terms(expr[1]) + terms(expr[2])
    return terms(expr[1]) if expr[0] == "neg" else [expr]


def factors(expr: Expr) -> list[Expr]:
    """The factors of a product, signs dropped, powers repeated."""
    if expr[0] == "*":
        return factors(expr[1]) + factors(expr[2])
    if expr[0] == "neg":
        return factors(expr[1])
    if expr[0] == "^" and expr[2][0] == "num" and expr[2][1] in range(2, 10):
        found = factors(expr[1])
        # Powers of powers of powers: not written out beyond what school factors.
        return found * int(expr[2][1]) if len(found) <= _MOST_FACTORS else [expr]
    return [expr]


def _is_monomial(expr: Expr) -> bool:
    """A product of powers of names and at most one number; a numeric divisor is allowed."""
    numbers = 0
    pending = [expr]
    while pending:
        part = pending.pop()
        if part[0] == "*":
            pending += part[1:]
        elif (part[0] == "/" and is_number(part[2]) and not is_constant(part[1])) or part[0] == "neg":
            pending.append(part[1])
        elif is_constant(part):
            if not is_number(part):
                return False
            numbers += 1
        elif part[0] != "var" and not (part[0] == "^" and part[1][0] == "var" and is_number(part[2])):
            return False
    return numbers <= 1


def _is_collected(expr: Expr) -> bool:
    """A sum of monomials, no two alike."""
    parts = terms(expr)
    if not all(_is_monomial(part) for part in parts):
        return False
    algebra = Algebra(tuple(sorted(free_variables(expr))))
    seen: set[int] = set()
    for part in parts:
        try:
            top, bottom = algebra.ratio(part)
        except Beyond:
            return True
        if bottom is not None or len(top) != 1 or seen & top.keys():
            return False
        seen |= top.keys()
    return True


def _poly(expr: Expr, names: tuple[str, ...]) -> tuple[Poly, Poly | None] | None:
    try:
        return Algebra(names).ratio(expr)
    except Beyond:
        return None


def _is_factored(expr: Expr) -> bool:
    names = tuple(sorted(free_variables(expr)))
    numbers, variable = 0, 0
    for factor in factors(expr):
        if is_constant(factor):
            numbers += 1
            if not is_number(factor):
                return False
            continue
        ratio = _poly(factor, names)
        if ratio is None or ratio[1] is not None or _splits(ratio[0], len(names)):
            return False
        variable += 1
    return numbers <= 1 and variable >= 1 and (variable + numbers >= 2 or expr[0] in ("var", "^"))


def _splits(poly: Poly, count: int) -> bool:
    """Whether a factor could be split again: a common number, a common name, a rational root."""
    if _content(poly) != 1:
        return True
    if len(poly) > 1 and any(all(key >> 16 * i & 0xFFFF for key in poly) for i in range(count)):
        return True
    if count > 1:
        return False
    univariate: Dense = dense(poly)
    if len(univariate) <= 2:
        return False
    try:
        return any(isinstance(root, (int, Fraction)) for root in real_roots(univariate))
    except Beyond:
        # Not known to split: what is not factored far enough is not told apart from what is.
        return False


def _content(poly: Poly) -> Fraction | int:
    """The common factor of the coefficients, 1 for an integer polynomial without one."""
    if any(Fraction(value).denominator != 1 for value in poly.values()):
        # (x + 1/2)^2 is as good a factor as (2x + 1)^2 with a number in front.
        return 1
    return integer_gcd(*(int(value) for value in poly.values()))


def _is_short(expr: Expr) -> bool:
    """Not longer than the expanded form; a quotient whose two parts have no common factor."""
    names = tuple(sorted(free_variables(expr)))
    ratio = _poly(expr, names)
    if ratio is None:
        return True
    top, bottom = ratio
    if bottom is None:
        # A plain sum that is not collected (6x + 6 + x) is unfinished however short it is.
        plain = all(_is_monomial(part) for part in terms(expr))
        return not plain and len(_leaves(expr)) <= 2 * len(top)
    if len(names) != 1 or not top:
        return bool(top)
    return len(gcd(dense(top), dense(bottom))) <= 1 and expr[0] in ("/", "neg", "*")


def _leaves(expr: Expr) -> list[Expr]:
    if expr[0] in ("num", "var", "const"):
        return [expr]
    return [leaf for part in _parts(expr) for leaf in _leaves(part)]
