"""The families by name and by group, and problems drawn from them.

A problem is a function of (family, split, seed, index, difficulty, scale). Its split is decided by a hash
of its statement, and a draw that falls in another split is drawn again: no statement can be in two splits,
whatever the seeds are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from coe._registry import Registry
from coe.errors import UsageError
from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.family import DIFFICULTIES, Family, Worked
from coe.verifier import fill_spans

GROUPS = {
    "core": (
        "integer_arithmetic", "fractions", "decimals", "percent", "percent_words", "linear_equations",
        "linear_systems", "quadratics", "expand", "factor", "simplify", "rectangles", "triangles", "circles",
        "pythagoras", "rates", "proportion", "word_one_step", "word_two_step",
    ),
    "arithmetic": ("integer_arithmetic", "fractions", "decimals", "percent"),
    "algebra": (
        "linear_equations", "linear_systems", "quadratics", "expand", "factor", "simplify", "inequalities",
        "absolute_value", "systems_of_three", "polynomial_division", "polynomial_remainders",
        "rational_equations", "radical_equations", "exponents", "logarithms",
    ),
    "number_theory": ("gcd", "lcm", "primes", "remainders", "number_bases"),
    "sequences_and_series": ("sequences", "series"),
    "geometry": (
        "rectangles", "triangles", "circles", "pythagoras", "coordinate_geometry", "line_equations",
        "trigonometry", "right_triangles", "similar_figures", "volumes",
    ),
    "statistics": ("averages", "medians", "counting", "probability"),
    "linear_algebra": ("vectors", "matrices", "complex_numbers"),
    "calculus": ("derivatives", "integrals", "limits", "optimization"),
    "sat": ("multiple_choice", "grid_in"),
    "words": (
        "percent_words", "rates", "proportion", "word_one_step", "word_two_step", "ratios", "mixtures",
        "speed_distance_time", "work_rates", "simple_interest", "compound_interest",
    ),
    "stories": (
        "story_shopping", "story_money", "story_work", "story_time", "story_travel", "story_cooking",
        "story_school", "story_ages", "story_sharing", "story_parts", "story_farm",
    ),
}  # fmt: skip
"""Group -> its families. `core` is what the built-in model is trained on; the other groups are by topic and
hold every family between them. A family is registered by its name here and its file in coe/tasks/families."""

ALL = "all"
"""The name of every family together."""

_NAMES = tuple(dict.fromkeys(name for names in GROUPS.values() for name in names))

FAMILIES = Registry("task family", {name: f"coe.tasks.families.{name}:FAMILY" for name in _NAMES})

SPLITS = {"train": 80, "validation": 10, "test": 10}
"""Share of each split, in percent."""

_MOST_DRAWS = 20_000


def family_names() -> tuple[str, ...]:
    """Every registered family, in the order of the catalogue."""
    return tuple(FAMILIES)


def families_named(names: Iterable[str]) -> tuple[str, ...]:
    """The families of groups ("core", "all") and single names, each once, in the order named.

    Raises:
        UsageError: a name is neither a group nor a family.
    """
    found: list[str] = []
    for name in names:
        if name == ALL:
            found += family_names()
        elif name in GROUPS:
            found += GROUPS[name]
        elif name in FAMILIES or ":" in name:
            load_family(name)
            found.append(name)
        else:
            raise UsageError(
                f"unknown task family or group {name!r}; groups: {', '.join((ALL, *GROUPS))}; families: "
                f"{', '.join(FAMILIES)}; or your own as package.module:attribute"
            )
    return tuple(dict.fromkeys(found))


@cache
def load_family(name: str) -> Family:
    """The family behind a name or a "package.module:attribute" path.

    Raises:
        UsageError: there is none.
    """
    found = FAMILIES.load(name)
    if not isinstance(found, Family):
        raise UsageError(f"{name!r} is not a task family")
    return found


def split_of(statement: str) -> str:
    """The split that a statement belongs to."""
    place = int.from_bytes(hashlib.blake2b(statement.encode(), digest_size=8).digest(), "big") % 100
    for split, share in SPLITS.items():
        if place < share:
            return split
        place -= share
    raise AssertionError("the shares add up to 100")


def make_problem(
    family: str, split: str, seed: int, index: int, difficulty: int | None = None, scale: int = 1
) -> Problem:
    """Problem number `index` of a family.

    Args:
        difficulty: 1 to 5; None draws it.
        scale: operands have this many times as many digits as in training.

    Raises:
        UsageError: unknown family, split or difficulty.
    """
    task = load_family(family)
    _check(split, difficulty, scale)
    for attempt in range(_MOST_DRAWS):
        rng = derive_rng("task", family, split, seed, index, difficulty or 0, scale, attempt)
        level = difficulty or rng.choice(DIFFICULTIES)
        worked = task.build(rng, level, scale)
        if split_of(worked.statement) == split:
            origin = {
                "seed": seed,
                "index": index,
                "difficulty": level,
                "scale": scale,
                "readable": task.readable,
            }
            return _problem(worked, family, split, origin)
    raise UsageError(f"{family}: no problem of difficulty {difficulty} falls in the {split} split")


def _check(split: str, difficulty: int | None, scale: int) -> None:
    if split not in SPLITS:
        raise UsageError(f"unknown split {split!r}; known: {', '.join(SPLITS)}")
    if difficulty is not None and difficulty not in DIFFICULTIES:
        raise UsageError(f"difficulty is 1 to 5, not {difficulty}")
    if scale < 1:
        raise UsageError(f"scale is 1 or more, not {scale}")


def _problem(worked: Worked, family: str, split: str, origin: dict[str, int]) -> Problem:
    return Problem(
        statement=worked.statement,
        answer=worked.answer,
        solution=tuple(fill_spans(line) for line in worked.derivation),
        derivation=worked.derivation,
        family=family,
        source="generated",
        split=split,
        metadata=origin,
    )
