"""Families of reasoning-gym (open-thought/reasoning-gym): problems with answers and no worked solution,
without end.

`reasoning_gym:leg_counting?seed=3`. The package seeds item i with `seed + i`, so that neighbouring seeds
share almost every item; here each block of items has a seed of its own, hashed from family, seed and block.

`HELD_OUT` is for evaluation only: our own demonstrations never use these, and others are asked not to train
on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from coe._optional import require
from coe.errors import ProblemError, UsageError
from coe.problem import Problem
from coe.seeding import derive_seed
from coe.tasks.loaders.loader import Loader, RawRow, Record, one_line
from coe.tasks.loaders.spec import Spec

HELD_OUT = (
    "advanced_geometry", "calendar_arithmetic", "complex_arithmetic", "count_primes", "gsm_symbolic",
    "intermediate_integration", "leg_counting", "number_sequence",
    "polynomial_multiplication", "time_intervals",
)  # fmt: skip
"""Mathematical families that are held out for evaluation."""

_BLOCK = 64


def rows(spec: Spec) -> Iterator[RawRow]:
    """The family's items, without end.

    Raises:
        UsageError: there is no such family, or it cannot be made with its defaults.
    """
    gym = _gym(spec)
    for block in count():
        seed = derive_seed("reasoning_gym", spec.path, spec.seed, block) % 2**32
        items: Any = gym.create_dataset(spec.path, size=_BLOCK, seed=seed)
        for index in range(_BLOCK):
            yield RawRow(f"{spec.path}: item {block * _BLOCK + index + 1}", items[index])


def problem_of(record: Record, spec: Spec) -> Problem:
    """An item as a problem.

    Raises:
        ProblemError: it has no question or no answer in text.
    """
    question, answer = record.get("question"), record.get("answer")
    if not isinstance(question, str) or not isinstance(answer, str) or not answer.strip():
        raise ProblemError("no question and answer in text")
    return Problem(
        one_line(question), one_line(answer), family=f"reasoning_gym:{spec.path}", source="reasoning-gym"
    )


def files(spec: Spec) -> list[str]:
    """None: the items are generated. Looks whether the family is there.

    Raises:
        UsageError: there is no such family.
    """
    _gym(spec)
    return []


def refuse_demonstrations(spec: Spec) -> None:
    """Demonstrations need worked solutions, and held-out families are for evaluation.

    Raises:
        UsageError: always.
    """
    if spec.path in HELD_OUT:
        raise UsageError(
            f"reasoning_gym:{spec.path} is held out for evaluation only: no demonstrations of it"
        )
    raise UsageError(f"reasoning_gym:{spec.path} has no worked solutions, which demonstrations need")


def _gym(spec: Spec) -> Any:
    gym = require("reasoning_gym", "reasoning-gym")
    known = sorted(gym.factory.DATASETS)
    if spec.path not in known or spec.path == "composite":
        raise UsageError(f"reasoning_gym has no family {spec.path!r}; it has {', '.join(known)}")
    return gym


LOADER = Loader(
    "reasoning_gym", "generated problems with answers, no worked solution", rows, problem_of, files,
    worked=False, endless=True,
)  # fmt: skip
