"""Arithmetic and geometric sequences: the next term, a far term, the nth term."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.terms import moved, operand, signed, step, total

_STEPS = (9, 15, 25, 60, 300)
_FIRSTS = (12, 30, 60, 200, 999)
_PLACES = (9, 15, 30, 60, 200)

_ASKS = ("Find", "What is", "Calculate", "Determine", "Work out")
_NEXT = (
    "{ask} the next term of the sequence {terms}, ...{end}",
    "{ask} the next term in the sequence {terms}, ...{end}",
    "What comes next in the sequence {terms}, ...?",
    "What number comes next: {terms}, ...?",
    "{ask} the next number in the sequence {terms}, ...{end}",
    "{ask} the next term of the {kind} sequence {terms}, ...{end}",
)  # fmt: skip
_PLACE = (
    "{ask} the {nth} term of the sequence {terms}, ...{end}",
    "{ask} the {nth} term of the {kind} sequence {terms}, ...{end}",
    "{ask} the {nth} term in the {kind} progression {terms}, ...{end}",
    "{ask} the {nth} number in the sequence {terms}, ...{end}",
)  # fmt: skip
_FROM_START = (
    "An {kind} sequence has first term {a} and common {step} {d}. {ask} the {nth} term{end}",
    "An {kind} progression has a first term of {a} and a common {step} of {d}. {ask} the {nth} term{end}",
    "{ask} the {nth} term of an {kind} sequence with first term {a} and common {step} {d}{end}",
    "{ask} the {nth} term of an {kind} progression whose first term is {a} and common {step} is {d}{end}",
)  # fmt: skip
_GENERAL = (
    "{ask} the nth term of the sequence {terms}, ...{end}",
    "{ask} the nth term of the {kind} sequence {terms}, ...{end}",
    "{ask} the general term of the sequence {terms}, ...{end}",
    "{ask} a formula for the nth term: {terms}, ...{end}",
)  # fmt: skip


def ordinal(n: int) -> str:
    """ "1st", "12th", "23rd"."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def ask(rng: Random, wordings: tuple[str, ...], **slots: str) -> str:
    """One of the wordings with one of the words that ask, and the right stop."""
    word = rng.choice(_ASKS)
    wording = rng.choice(wordings)
    end = "?" if word == "What is" else "." if ". " in wording else ""
    text = wording.format(ask=word, end=end, **slots)
    return text.replace("An geometric", "A geometric").replace("an geometric", "a geometric")


def arithmetic(rng: Random, difficulty: int, scale: int) -> tuple[int, int]:
    """First term and difference."""
    first = draw(rng, 1, _FIRSTS[difficulty - 1], scale)
    if difficulty >= 3 and rng.random() < 0.3:
        first = -first
    return first, draw_signed(
        rng, _STEPS[difficulty - 1], scale, (0.0, 0.2, 0.3, 0.4, 0.4)[difficulty - 1], low=2
    )


def geometric(rng: Random, difficulty: int, scale: int) -> tuple[int, int]:
    """First term and ratio."""
    first = draw(rng, 1, (5, 9, 12, 20, 60)[difficulty - 1], scale)
    return first, draw_signed(
        rng, (3, 4, 6, 9, 12)[difficulty - 1], scale, 0.2 if difficulty > 2 else 0.0, low=2
    )


def difference_line(terms: list[int]) -> str:
    """ "d = 7 - 3 = 4"."""
    return step("d", f"{terms[1]} {moved(terms[0])}")


def ratio_line(terms: list[int]) -> str:
    """ "r = 6 / 2 = 3"."""
    return step("r", f"{terms[1]} / {operand(terms[0])}")


def shown(terms: list[int]) -> str:
    """The terms as a list."""
    return ", ".join(map(str, terms))


def _arithmetic(rng: Random, difficulty: int, scale: int) -> Worked:
    a, d = arithmetic(rng, difficulty, scale)
    terms = [a + d * at for at in range(rng.choice((3, 4, 4)))]
    slots = {"terms": shown(terms), "kind": "arithmetic", "a": str(a), "d": str(d), "step": "difference"}
    kind = rng.random()
    if kind < (0.4, 0.2, 0.15, 0.1, 0.05)[difficulty - 1]:
        last = step("next", f"{terms[-1]} {signed(d)}")
        return Worked(ask(rng, _NEXT, **slots), (difference_line(terms), last), str(terms[-1] + d))
    if kind < 0.6:
        n = draw(rng, 6, min(_PLACES[difficulty - 1], 99 if scale > 1 else 200), scale)
        line = step(f"a_{n}", f"{a} + ({n} - 1) * {operand(d)}")
        answer = str(a + (n - 1) * d)
        if d > 0 and rng.random() < 0.5:
            return Worked(ask(rng, _FROM_START, nth=ordinal(n), **slots), (line,), answer)
        return Worked(ask(rng, _PLACE, nth=ordinal(n), **slots), (difference_line(terms), line), answer)
    formula = total((d, "n"), (a - d, ""))
    last = f"a_n = {total((d, 'n'))}" + (f" + {{{a} {moved(d)}}}" if a != d else "")
    return Worked(ask(rng, _GENERAL, **slots), (difference_line(terms), last), formula)


def _geometric(rng: Random, difficulty: int, scale: int) -> Worked:
    a, r = geometric(rng, difficulty, scale)
    terms = [a * r**at for at in range(4)]
    slots = {"terms": shown(terms), "kind": "geometric", "a": str(a), "d": str(r), "step": "ratio"}
    if rng.random() < (0.5, 0.3, 0.2, 0.2, 0.1)[difficulty - 1]:
        last = step("next", f"{terms[-1]} * {operand(r)}")
        return Worked(ask(rng, _NEXT, **slots), (ratio_line(terms), last), str(terms[-1] * r))
    n = rng.randint(5, 8 if scale == 1 else 6)
    line = step(f"a_{n}", f"{a} * {operand(r)}^({n} - 1)")
    answer = str(a * r ** (n - 1))
    if r > 0 and rng.random() < 0.4:
        return Worked(ask(rng, _FROM_START, nth=ordinal(n), **slots), (line,), answer)
    return Worked(ask(rng, _PLACE, nth=ordinal(n), **slots), (ratio_line(terms), line), answer)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    return (_arithmetic if rng.random() < 0.65 else _geometric)(rng, difficulty, scale)


FAMILY = Family("sequences", True, _build)
