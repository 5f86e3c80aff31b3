"""Readers of statements in words, one file a group of problems.

Each reader takes a whole statement, spaces and closing marks tidied, and gives the Goal that it asks for, or
None. It must use every number and every clause: a misreading is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable

from coe.verifier.goals import Goal
from coe.verifier.reading import geometry

READERS: tuple[Callable[[str], Goal | None], ...] = (geometry.read,)
