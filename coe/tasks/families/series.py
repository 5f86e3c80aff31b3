"""Sums of arithmetic and geometric sequences, to infinity too, of the first odd numbers, ..., sigma sums."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.tasks.families.sequences import (
    arithmetic,
    ask,
    difference_line,
    geometric,
    ratio_line,
    shown,
)
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.terms import operand, signed, step, total

_COUNTS = (9, 15, 30, 60, 200)
_SHORT = (4, 5, 6, 7, 8)

_OF_TERMS = (
    "{ask} the sum of the first {n} terms of the {kind} sequence {terms}, ...{end}",
    "{ask} the sum of the first {n} terms of the sequence {terms}, ...{end}",
    "{ask} the sum of the first {n} terms of the {kind} series {terms}, ...{end}",
    "{ask} the sum of the first {n} terms in the {kind} progression {terms}, ...{end}",
)  # fmt: skip
_FROM_START = (
    "An {kind} sequence has first term {a} and common {step} {d}. {ask} the sum of the first {n} terms{end}",
    "{ask} the sum of the first {n} terms of an {kind} sequence with first term {a} and common {step} "
    "{d}{end}",
    "An {kind} progression has a first term of {a} and a common {step} of {d}. {ask} the sum of the first "
    "{n} terms{end}",
    "{ask} the sum of the first {n} terms of an {kind} series whose first term is {a} and common {step} is "
    "{d}{end}",
)  # fmt: skip
_NAMED: tuple[tuple[str, str, Callable[[int], int]], ...] = (
    ("integers", "{n} * ({n} + 1) / 2", lambda n: n * (n + 1) // 2),
    ("positive integers", "{n} * ({n} + 1) / 2", lambda n: n * (n + 1) // 2),
    ("odd numbers", "{n}^2", lambda n: n * n),
    ("even numbers", "{n} * ({n} + 1)", lambda n: n * (n + 1)),
    ("squares", "{n} * ({n} + 1) * (2 * {n} + 1) / 6", lambda n: n * (n + 1) * (2 * n + 1) // 6),
    ("cubes", "({n} * ({n} + 1) / 2)^2", lambda n: (n * (n + 1) // 2) ** 2),
)  # fmt: skip
_ENDLESS = (
    "{ask} the sum to infinity of the geometric series {terms}, ...{end}",
    "{ask} the sum to infinity of the geometric sequence {terms}, ...{end}",
    "{ask} the sum of the infinite geometric series {terms}, ...{end}",
    "{ask} the sum of the infinite geometric sequence {terms}, ...{end}",
)  # fmt: skip
_RATIOS = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (2, 5), (-1, 2), (-1, 3))
_OF_NUMBERS = ("{ask} the sum of the first {n} {what}{end}",)
_SIGMA = ("{ask} the sum from k = 1 to {n} of {f}{end}", "{ask} the sum from k=1 to {n} of {f}{end}")


def _arithmetic(rng: Random, difficulty: int, scale: int) -> Worked:
    a, d = arithmetic(rng, difficulty, scale)
    n = draw(rng, 5, min(_COUNTS[difficulty - 1], 99 if scale > 1 else 200), scale)
    terms = [a + d * at for at in range(rng.choice((3, 4)))]
    last = a + (n - 1) * d
    lines = (
        step(f"a_{n}", f"{a} + ({n} - 1) * {operand(d)}"),
        step(f"S_{n}", f"{n} * ({a} {signed(last)}) / 2"),
    )
    slots = {
        "terms": shown(terms), "kind": "arithmetic", "a": str(a), "d": str(d), "step": "difference",
        "n": str(n),
    }  # fmt: skip
    answer = str(n * (a + last) // 2)
    if d > 0 and rng.random() < 0.4:
        return Worked(ask(rng, _FROM_START, **slots), lines, answer)
    return Worked(ask(rng, _OF_TERMS, **slots), (difference_line(terms), *lines), answer)


def _geometric(rng: Random, difficulty: int, scale: int) -> Worked:
    a, r = geometric(rng, difficulty, scale)
    n = rng.randint(4, 7 if scale == 1 else 5)
    terms = [a * r**at for at in range(4)]
    line = step(f"S_{n}", f"{a} * ({operand(r)}^{n} - 1) / ({r} - 1)")
    slots = {
        "terms": shown(terms),
        "kind": "geometric",
        "a": str(a),
        "d": str(r),
        "step": "ratio",
        "n": str(n),
    }
    answer = str(a * (r**n - 1) // (r - 1))
    if r > 0 and rng.random() < 0.4:
        return Worked(ask(rng, _FROM_START, **slots), (line,), answer)
    return Worked(ask(rng, _OF_TERMS, **slots), (ratio_line(terms), line), answer)


def _endless(rng: Random, difficulty: int, scale: int) -> Worked:
    """a / (1 - r) for a ratio between -1 and 1."""
    p, q = rng.choice(_RATIOS)
    a = draw(rng, 1, (3, 5, 9, 20, 60)[difficulty - 1], scale) * q * q * (q - p)
    terms = [a, a * p // q, a * p * p // (q * q)]
    ratio = f"({p}/{q})" if p < 0 else f"{p}/{q}"
    lines = (ratio_line(terms), step("S", f"{a} / (1 - {ratio})"))
    return Worked(ask(rng, _ENDLESS, terms=shown(terms)), lines, str(a * q // (q - p)))


def _named(rng: Random, difficulty: int, scale: int) -> Worked:
    what, formula, total_of = rng.choice(_NAMED)
    n = draw(rng, 5, min(_COUNTS[difficulty - 1], 99 if scale > 1 else 200), scale)
    line = step("sum", formula.format(n=n))
    return Worked(ask(rng, _OF_NUMBERS, n=str(n), what=what), (line,), str(total_of(n)))


def _sigma(rng: Random, difficulty: int, scale: int) -> Worked:
    """Few terms, written out and added."""
    n = rng.randint(3, _SHORT[difficulty - 1])
    a, b = draw(rng, 1, 9, scale), draw(rng, 1, (9, 20, 40, 99, 300)[difficulty - 1], scale)
    if rng.random() < 0.6:
        function, values = f"({total((a, 'k'), (b, ''))})", [a * k + b for k in range(1, n + 1)]
        worked = [f"{{{a} * {k} + {b}}}" for k in range(1, n + 1)]
    else:
        a += a == 1
        function, values = f"{a}k^2", [a * k * k for k in range(1, n + 1)]
        worked = [f"{{{a} * {k}^2}}" for k in range(1, n + 1)]
    lines = (f"= {' + '.join(worked)}", f"= {{{' + '.join(map(str, values))}}}")
    return Worked(ask(rng, _SIGMA, n=str(n), f=function), lines, str(sum(values)))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    kind = rng.random()
    if difficulty > 2 and kind < 0.15:
        return _endless(rng, difficulty, scale)
    form = _arithmetic if kind < 0.4 else _geometric if kind < 0.65 else _named if kind < 0.85 else _sigma
    return form(rng, difficulty, scale)


FAMILY = Family("series", True, _build, chosen=True)
