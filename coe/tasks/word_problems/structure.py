"""What a structure declares, read from its compact form.

    story(
        "n:sum e:few p:price; e < n",
        "left: eggs left = n - e; money = left * p",
        "{A}'s hens lay {n} eggs a day. {he} [eats|uses] {e} and sells the rest for ${p} each. ...",
    )

Numbers: `name:kind` draws one (kinds: `coe.tasks.word_problems.numbers`), `name=expression` follows from
those before it, and conditions stand after semicolons. A number that no wording mentions only shapes the
others (`q:few n=4*q` makes n a multiple of four).

Steps: `id: name = working`, the id left out where it is the name; a working is arithmetic on the numbers
mentioned and on the ids of earlier steps. Wordings: see `coe.tasks.word_problems.wording`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coe.tasks.word_problems.expressions import Condition, Expression, condition, expression
from coe.tasks.word_problems.words import read_pool

_STEP = re.compile(r"(?:(?P<id>\w+): )?(?P<name>[^=]+) = (?P<working>.+)")
NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number of the story: drawn by `kind`, or worked out by `value`."""

    name: str
    kind: str
    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the solution: `name = working = result`."""

    id: str
    name: str
    working: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Structure:
    """A kind of story.

    Args:
        numbers: in the order in which they are drawn.
        conditions: that the numbers meet.
        steps: of the solution; the last one's result is the answer.
        texts: wordings.
        extras: sentences with a number that the solution does not need.
        words: pools of this structure's own.
        fractions: results may be fractions; otherwise they are whole, or decimals where an operand is one.
    """

    numbers: tuple[Drawn, ...]
    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...]
    texts: tuple[str, ...]
    extras: tuple[str, ...] = ()
    words: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    fractions: bool = False


def story(
    numbers: str,
    steps: str,
    *texts: str,
    extras: tuple[str, ...] = (),
    words: Mapping[str, str] | None = None,
    fractions: bool = False,
) -> Structure:
    """A structure from its declaration.

    Raises:
        ValueError: a part cannot be read.
    """
    draws, *conditions = numbers.split(";")
    return Structure(
        tuple(map(_drawn, draws.split())),
        tuple(condition(text.strip()) for text in conditions),
        tuple(_step(text.strip()) for text in steps.split(";")),
        texts,
        extras,
        {name: read_pool(pool) for name, pool in (words or {}).items()},
        fractions,
    )


def _drawn(text: str) -> Drawn:
    name, equals, working = text.partition("=")
    if equals:
        return Drawn(name, "", expression(working))
    name, colon, kind = text.partition(":")
    if not colon:
        raise ValueError(f"a number is name:kind or name=expression, not {text!r}")
    return Drawn(name, kind)


def _step(text: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None:
        raise ValueError(f"a step is 'id: name = working', not {text!r}")
    return Step(match["id"] or match["name"], match["name"], match["working"], expression(match["working"]))
