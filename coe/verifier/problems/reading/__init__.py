"""Readers of statements in words, one file a group of problems.

Each reader takes a whole statement, spaces and closing marks tidied, and gives the Goal that it asks for, or
None. It must use every number and every clause: a misreading is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable

from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading import (
    areas,
    averages,
    chance,
    conversion,
    coordinates,
    counting,
    from_equations,
    function_values,
    geometry,
    number_forms,
    operations,
    right_angles,
    sequences,
    shares,
    straight_lines,
    whole_numbers,
)

_GROUPS: tuple[tuple[tuple[str, ...], Callable[[str], Goal | None]], ...] = (
    (whole_numbers.WORDS, whole_numbers.read),
    (sequences.WORDS, sequences.read),
    (averages.WORDS, averages.read),
    (geometry.WORDS, geometry.read),
    (right_angles.WORDS, right_angles.read),
    (coordinates.WORDS, coordinates.read),
    (straight_lines.WORDS, straight_lines.read),
    (areas.WORDS, areas.read),
    (shares.WORDS, shares.read),
    (number_forms.WORDS, number_forms.read),
    (conversion.WORDS, conversion.read),
    (counting.WORDS, counting.read),
    (chance.WORDS, chance.read),
    (operations.WORDS, operations.read),
    (function_values.WORDS, function_values.read),
    (from_equations.WORDS, from_equations.read),
)


def read_words(text: str) -> Goal | None:
    """What a statement in words asks, by the first reader that understands it."""
    low = text.lower()
    for words, reader in _GROUPS:
        if any(word in low for word in words):
            goal = reader(text)
            if goal is not None:
                return goal
    return None
