"""A family of word problems from a table of structures.

Structures stand in the order of their number of steps; a difficulty draws from those around its fifth of that
order, with numbers of its size, and the more often with a number that is not needed the harder it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.terms import step as written_step
from coe.tasks.word_problems.expressions import Number
from coe.tasks.word_problems.numbers import draw_kind, printed, printed_as
from coe.tasks.word_problems.structure import NAME, Structure
from coe.tasks.word_problems.wording import (
    Words,
    capitalised,
    choose,
    fill,
    fill_ranges,
    insert,
    people,
)  # fmt: skip

SHARE_OF_EXTRAS = (0.1, 0.2, 0.25, 0.3, 0.35)
"""Share of the problems with a number that is not needed, by difficulty."""

_MOST_DRAWS = 500
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def story_family(name: str, structures: Sequence[Structure], extras: Sequence[str] = ()) -> Family:
    """The family of these structures.

    Args:
        extras: sentences with a number that no solution needs, which fit every structure.
    """
    levels = tuple(_around(structures, difficulty) for difficulty in range(1, 6))

    def build(rng: Random, difficulty: int, scale: int) -> Worked:
        structure = rng.choice(levels[difficulty - 1])
        told = (*structure.extras, *extras)
        wanted = bool(told) and rng.random() < SHARE_OF_EXTRAS[difficulty - 1]
        return tell(rng, structure, difficulty, scale, told if wanted else ())

    return Family(name, False, build)


def _around(structures: Sequence[Structure], difficulty: int) -> tuple[Structure, ...]:
    order = sorted(structures, key=lambda structure: len(structure.steps))
    middle, reach = (difficulty - 0.5) / 5 * len(order), max(2.0, len(order) / 5)
    return tuple(one for place, one in enumerate(order) if abs(place + 0.5 - middle) <= reach)


def tell(
    rng: Random, structure: Structure, difficulty: int, scale: int = 1, extras: Sequence[str] = ()
) -> Worked:
    """One story, worked.

    Args:
        extras: sentences with a number that is not needed; one that fits is told first or before the
            question.

    Raises:
        ValueError: no draw of the numbers meets the structure's conditions.
    """
    given, results = _numbers(rng, structure, difficulty, scale)
    words = Words(rng, structure.words)
    text = rng.choice(structure.texts)
    statement = fill(choose(rng, text), words, given)
    lines = tuple(
        written_step(fill(step.name, words, given), _substituted(step.working, results))
        for step in structure.steps
    )
    fitting = [extra for extra in extras if people(extra) <= people(text)]
    if fitting:
        taken = {*_NUMBER.findall(statement), *_NUMBER.findall(" ".join((*lines, *results.values())))}
        sentence = fill_ranges(rng, choose(rng, rng.choice(fitting)), taken)
        if sentence is not None:
            statement = insert(
                statement, fill(sentence, words, given), first=_may_begin(sentence) and rng.random() < 0.5
            )
    return Worked(capitalised(statement), lines, results[structure.steps[-1].id])


def _may_begin(sentence: str) -> bool:
    """Whether the sentence tells of nothing but its person, so that nothing has to be told before it."""
    return sentence.startswith("{A} ")


def _numbers(
    rng: Random, structure: Structure, difficulty: int, scale: int
) -> tuple[dict[str, str], dict[str, str]]:
    """Texts of the given numbers, and those with the results, that meet the conditions."""
    for _ in range(_MOST_DRAWS):
        values: dict[str, Number] = {}
        for number in structure.numbers:
            if number.value is None:
                values[number.name] = draw_kind(rng, number.kind, difficulty, scale)
            else:
                values[number.name] = number.value(values)
        if not all(meets(values) for meets in structure.conditions):
            continue
        given = {number.name: printed_as(number.kind, values[number.name]) for number in structure.numbers}
        results = _results(structure, values, given)
        if results is not None:
            return given, results
    raise ValueError(f"no numbers fit {structure.texts[0]!r} at difficulty {difficulty}, scale {scale}")


def _results(structure: Structure, values: dict[str, Number], given: dict[str, str]) -> dict[str, str] | None:
    """Texts of all numbers with the result of each step, or None where a result does not suit."""
    texts = dict(given)
    for step in structure.steps:
        value = step.value(values)
        decimal = "." in _substituted(step.working, texts)
        if value <= 0 or not (structure.fractions or value.denominator == 1 or (decimal and _short(value))):
            return None
        values[step.id] = value
        texts[step.id] = printed(value) if decimal or value.denominator == 1 else str(value)
    return texts


def _short(value: Number) -> bool:
    return 100 % value.denominator == 0


def _substituted(working: str, texts: dict[str, str]) -> str:
    def number(match: re.Match[str]) -> str:
        text = texts[match[0]]
        return f"({text})" if "/" in text and working[: match.start()].rstrip().endswith("/") else text

    return NAME.sub(number, working)
