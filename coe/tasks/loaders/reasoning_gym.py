"""Families of reasoning-gym (open-thought/reasoning-gym): problems with answers and no worked solution,
without end.

`reasoning_gym:leg_counting?seed=3`. The package seeds item i with `seed + i`, so that neighbouring seeds
share almost every item; here each block of items has a seed of its own, hashed from family, seed and block.
Some families draw from sets, whose order is another in each process: those are made in a process of their
own, in which it is fixed, so that equal seeds give equal problems everywhere.

`HELD_OUT` is for evaluation only: our own demonstrations never use these, and others are asked not to train
on them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
_FROM_SETS = frozenset(
    {"isomorphic_strings", "knight_swap", "polynomial_multiplication", "ransom_note", "word_ladder"}
)
_MAKE_BLOCK = """
import json, sys, reasoning_gym
family, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
items = reasoning_gym.create_dataset(family, size=size, seed=seed)
print(json.dumps([{name: items[i][name] for name in ("question", "answer")} for i in range(size)]))
"""


def rows(spec: Spec) -> Iterator[RawRow]:
    """The family's items, without end.

    Raises:
        UsageError: there is no such family, or it cannot be made with its defaults.
        ProblemError: the package fails.
    """
    gym = _gym(spec)
    for block in count():
        seed = derive_seed("reasoning_gym", spec.path, spec.seed, block) % 2**32
        make = _made_apart if spec.path in _FROM_SETS else gym.create_dataset
        items: Any = make(spec.path, size=_BLOCK, seed=seed)
        for index in range(_BLOCK):
            yield RawRow(f"{spec.path}: item {block * _BLOCK + index + 1}", items[index])


def _made_apart(family: str, size: int, seed: int) -> Any:
    """The items of a block, made in a process whose sets have a fixed order."""
    made = subprocess.run(
        [sys.executable, "-c", _MAKE_BLOCK, family, str(size), str(seed)],
        env=os.environ | {"PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        said = made.stderr.strip().splitlines() or [f"it ended with code {made.returncode}"]
        raise ProblemError(f"reasoning_gym:{family} cannot be made: {said[-1]}")
    return json.loads(made.stdout.splitlines()[-1])


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
