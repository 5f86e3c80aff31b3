"""Word problems as data: a wording, and the named steps that answer it.

A step's working is written with the slots of the wording and with `{r}`, `{r1}`, ... for the results of the
last and of earlier steps. Numbers are copied; only the last part of each line is a calculator span.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from coe.tasks.family import Worked
from coe.tasks.numbers import rational, terminating
from coe.tasks.phrasing import CONTAINERS, NAMES, THINGS
from coe.tasks.rewriting import calculate
from coe.tasks.terms import step

Numbers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """One wording and its steps.

    Args:
        kind: which numbers suit it; a key of the family's table of draws.
        steps: (name, working) in order; a working is "a op b" of slots, results and literals.
        text: the wording.
    """

    kind: str
    steps: tuple[tuple[str, str], ...]
    text: str


def tell(rng: Random, story: Story, numbers: Numbers, words: Mapping[str, str] | None = None) -> Worked:
    """The story with numbers and words in it, worked."""
    known = dict(numbers)
    lines = []
    for at, (name, working) in enumerate(story.steps, start=1):
        expression = working.format(**known)
        lines.append(step(name, expression))
        known["r"] = known[f"r{at}"] = _value(expression)
    return Worked(story.text.format(**numbers, **draw_words(rng), **(words or {})), tuple(lines), known["r"])


def draw_words(rng: Random) -> dict[str, str]:
    """Two different names, a thing and a container."""
    name, other = rng.sample(NAMES, 2)
    return {"name": name, "other": other, "things": rng.choice(THINGS), "boxes": rng.choice(CONTAINERS)}


def _value(expression: str) -> str:
    left, *rest = expression.split(" ")
    value = Fraction(left)
    for operator, operand in zip(rest[::2], rest[1::2], strict=True):
        value = calculate(operator, value, Fraction(operand))
    decimal = terminating(value) if "." in expression else None
    return decimal or rational(value)


def stories(kind: str, steps: tuple[tuple[str, str], ...], *texts: str) -> tuple[Story, ...]:
    """Several wordings of the same steps."""
    return tuple(Story(kind, steps, text) for text in texts)


Draws = Mapping[str, Callable[[Random, int, int], Numbers]]
