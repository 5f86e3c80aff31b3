"""Like terms collected, brackets removed first, products of single terms."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import SIMPLIFY, SIMPLIFY_PRODUCT, phrase
from coe.tasks.terms import number, sign_of, signed, term, total

_SIZES = (9, 12, 20, 40, 99)
_NEGATIVE = (0.1, 0.35, 0.45, 0.5, 0.5)
_LETTERS = ("x", "x", "x", "y", "a", "n", "m", "t", "p", "z")
_PAIRS = (("x", "y"), ("x", "y"), ("a", "b"), ("m", "n"), ("p", "q"))
Terms = Sequence[tuple[int, str]]


def collect(terms: Terms) -> str | None:
    """The terms gathered by name (letters in order, then numbers), sums as spans; None if a sum is zero."""
    names = sorted({name for _, name in terms}, key=lambda name: (name == "", name))
    parts = []
    for name in names:
        values = [value for value, other in terms if other == name]
        if sum(values) == 0:
            return None
        parts.append((values, name))
    return " ".join(_gathered(values, name, first=not at) for at, (values, name) in enumerate(parts))


def _gathered(values: list[int], name: str, first: bool) -> str:
    if len(values) == 1:
        return term(values[0], name) if first else signed(values[0], name)
    inner = " ".join([number(values[0]), *(signed(value) for value in values[1:])])
    return f"{{{inner}}}{name}" if first else f"+ {{{inner}}}{name}"


def _sums(terms: Terms) -> str:
    names = sorted({name for _, name in terms}, key=lambda name: (name == "", name))
    return total(*((sum(value for value, other in terms if other == name), name) for name in names))


def _value(rng: Random, difficulty: int, scale: int) -> int:
    return draw_signed(rng, _SIZES[difficulty - 1], scale, _NEGATIVE[difficulty - 1])


def _like_terms(rng: Random, difficulty: int, scale: int) -> Worked | None:
    names = [rng.choice(_LETTERS), ""] if difficulty < 3 or rng.random() < 0.5 else [*rng.choice(_PAIRS), ""]
    if len(names) == 3 and rng.random() < 0.4:
        names.pop()
    count = rng.randint(3, (3, 4, 4, 5, 5)[difficulty - 1])
    kinds = [*names, *(rng.choice(names) for _ in range(count))][: max(count, len(names) + 1)]
    rng.shuffle(kinds)
    terms = [(_value(rng, difficulty, scale), name) for name in kinds]
    if difficulty < 3:
        terms[0] = (abs(terms[0][0]), terms[0][1])
    line = collect(terms)
    if line is None:
        return None
    return Worked(phrase(rng, SIMPLIFY, e=total(*terms)), (f"= {line}",), _sums(terms))


def _bracket(rng: Random, difficulty: int, scale: int) -> Worked | None:
    """k(ax + b) with one or two more terms, before or after it."""
    name = rng.choice(_LETTERS)
    small = (5, 6, 9, 12, 30)[difficulty - 1]
    k, b = draw(rng, 2, small, scale), _value(rng, difficulty, scale)
    a = 1 if rng.random() < 0.5 else draw(rng, 2, small, scale)
    if difficulty >= 3 and rng.random() < 0.4:
        k = -k
    others = [(_value(rng, difficulty, scale), name)]
    if difficulty >= 2 and rng.random() < 0.5:
        others.append((_value(rng, difficulty, scale), ""))
    opened = [(k * a, name), (k * b, "")]
    inside = total((a, name), (b, ""))
    if rng.random() < 0.35:
        before = [(abs(others[0][0]), name), *others[1:]]
        statement, line = (
            f"{total(*before)} {signed(k)}({inside})",
            f"{total(*before)} {_open_after(k, a, name, b)}",
        )
        terms = [*before, *opened]
    else:
        tail = " ".join(signed(*other) for other in others)
        statement, line = f"{k}({inside}) {tail}", f"{_open_first(k, a, name, b)} {tail}"
        terms = [*opened, *others]
    collected = collect(terms)
    if collected is None:
        return None
    return Worked(phrase(rng, SIMPLIFY, e=statement), (f"= {line}", f"= {collected}"), _sums(terms))


def _open_first(k: int, a: int, name: str, b: int) -> str:
    leading = term(k, name) if a == 1 else f"{{{k} * {a}}}{name}"
    return f"{leading} {sign_of(b)} {{{k} * {abs(b)}}}"


def _open_after(k: int, a: int, name: str, b: int) -> str:
    leading = signed(k, name) if a == 1 else f"{sign_of(k)} {{{abs(k)} * {a}}}{name}"
    return f"{leading} {sign_of(b)} {{{k} * {abs(b)}}}"


def _product(rng: Random, difficulty: int, scale: int) -> Worked:
    """ax * bx, ax * b, ax * by, (ax)^2."""
    most = (6, 9, 12, 30, 99)[difficulty - 1]
    a, b = draw(rng, 2, most, scale), draw(rng, 2, most, scale)
    x, y = rng.choice(_PAIRS)
    statement, line, name, value = rng.choice((
        (f"{a}{x} * {b}{x}", f"{{{a} * {b}}}{x}^2", f"{x}^2", a * b),
        (f"{a}{x} * {b}", f"{{{a} * {b}}}{x}", x, a * b),
        (f"{a} * {b}{x}", f"{{{a} * {b}}}{x}", x, a * b),
        (f"{a}{x} * {b}{y}", f"{{{a} * {b}}}{x}{y}", f"{x}{y}", a * b),
        (f"({a}{x})^2", f"{{{a}^2}}{x}^2", f"{x}^2", a * a),
    ))  # fmt: skip
    return Worked(phrase(rng, SIMPLIFY_PRODUCT, e=statement), (f"= {line}",), f"{value}{name}")


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    while True:
        kind = rng.random()
        if kind < 0.15:
            return _product(rng, difficulty, scale)
        worked = (_like_terms if kind < 0.6 else _bracket)(rng, difficulty, scale)
        if worked is not None:
            return worked


FAMILY = Family("simplify", True, _build)
