"""Sets of real numbers as finite unions of points and intervals, compared exactly.

A set is its breakpoints in increasing order and one flag for each piece of the line: the open
interval before the first breakpoint, the breakpoint itself, the open interval after it, and so on.
Every set has one such form, so equal sets are equal tuples up to irrational digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cmp_to_key
from math import ceil, floor

from coe.verifier.values.reals import Real, less, same


class Comparison(Enum):
    """How a set relates to another."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    OVERLAP = "overlap"
    DISJOINT = "disjoint"


@dataclass(frozen=True, slots=True)
class RealSet:
    """A finite union of points and intervals.

    Args:
        breaks: the breakpoints, increasing.
        member: 2 * len(breaks) + 1 flags: interval, point, interval, ..., interval.
    """

    breaks: tuple[Real, ...]
    member: tuple[bool, ...]

    @property
    def points(self) -> tuple[Real, ...] | None:
        """The members where the set is finite, else None."""
        if any(self.member[::2]):
            return None
        return self.breaks

    @property
    def is_empty(self) -> bool:
        """True for the empty set."""
        return not any(self.member)


EMPTY = RealSet((), (False,))
ALL = RealSet((), (True,))


def finite(values: Iterable[Real]) -> RealSet:
    """The set of these values, repeats dropped."""
    breaks = _ordered(values)
    return RealSet(breaks, (False,) + (True, False) * len(breaks))


def interval(low: Real | None, high: Real | None, closed_low: bool, closed_high: bool) -> RealSet:
    """The interval; None stands for an infinite end. Empty where low > high."""
    if low is not None and high is not None and not less(low, high):
        return finite([low]) if same(low, high) and closed_low and closed_high else EMPTY
    breaks: list[Real] = []
    member: list[bool] = [low is None]
    if low is not None:
        breaks.append(low)
        member += [closed_low, True]
    if high is not None:
        breaks.append(high)
        member += [closed_high, False]
    return RealSet(tuple(breaks), tuple(member))


def from_pieces(breaks: Iterable[Real], holds: Callable[[int, int], bool]) -> RealSet:
    """The set whose piece i of the line (see RealSet.member; n breakpoints) holds(i, n) says."""
    ordered = _ordered(breaks)
    return _tidy(ordered, [holds(piece, len(ordered)) for piece in range(2 * len(ordered) + 1)])


def union(a: RealSet, b: RealSet) -> RealSet:
    """a or b."""
    return _combine(a, b, lambda x, y: x or y)


def intersection(a: RealSet, b: RealSet) -> RealSet:
    """a and b."""
    return _combine(a, b, lambda x, y: x and y)


def complement(a: RealSet) -> RealSet:
    """Every real number outside a."""
    return RealSet(a.breaks, tuple(not flag for flag in a.member))


def compare(a: RealSet, b: RealSet) -> Comparison:
    """How a relates to b; the empty set is a subset of any other and equal to itself."""
    if a.breaks == b.breaks:
        left, right = list(a.member), list(b.member)
    elif _is_exact(a.breaks) and _is_exact(b.breaks) and a.points is not None and b.points is not None:
        return _compare_points(frozenset(a.breaks), frozenset(b.breaks))
    else:
        breaks = _merged(a.breaks, b.breaks)
        left, right = _spread(a, breaks), _spread(b, breaks)
    if left == right:
        return Comparison.EQUAL
    if all(y for x, y in zip(left, right, strict=True) if x):
        return Comparison.SUBSET
    if all(x for x, y in zip(left, right, strict=True) if y):
        return Comparison.SUPERSET
    return (
        Comparison.OVERLAP if any(x and y for x, y in zip(left, right, strict=True)) else Comparison.DISJOINT
    )


def _compare_points(a: frozenset[Real], b: frozenset[Real]) -> Comparison:
    if a <= b:
        return Comparison.EQUAL if a == b else Comparison.SUBSET
    if b <= a:
        return Comparison.SUPERSET
    return Comparison.DISJOINT if a.isdisjoint(b) else Comparison.OVERLAP


def _is_exact(values: tuple[Real, ...]) -> bool:
    """Whether all are rational: those are equal where Python says so."""
    return not any(isinstance(value, Decimal) for value in values)


def members(a: RealSet) -> list[Real]:
    """One member from each point and interval of the set."""
    found: list[Real] = []
    for index, flag in enumerate(a.member):
        if flag:
            found.append(a.breaks[index // 2] if index % 2 else between(a.breaks, index // 2))
    return found


def between(breaks: tuple[Real, ...], index: int) -> Fraction:
    """A point inside open interval number `index` between the breakpoints."""
    if not breaks:
        return Fraction(0)
    if index == 0:
        return Fraction(floor(breaks[0]) - 1)
    if index == len(breaks):
        return Fraction(ceil(breaks[-1]) + 1)
    return (Fraction(breaks[index - 1]) + Fraction(breaks[index])) / 2


def is_subset(a: RealSet, b: RealSet) -> bool:
    """Whether every member of a is one of b."""
    return a.is_empty or compare(a, b) in (Comparison.EQUAL, Comparison.SUBSET)


def _combine(a: RealSet, b: RealSet, rule: Callable[[bool, bool], bool]) -> RealSet:
    breaks = _merged(a.breaks, b.breaks)
    flags = [rule(x, y) for x, y in zip(_spread(a, breaks), _spread(b, breaks), strict=True)]
    return _tidy(breaks, flags)


def _tidy(breaks: tuple[Real, ...], flags: list[bool]) -> RealSet:
    """Drop breakpoints where nothing changes."""
    kept: list[Real] = []
    member = [flags[0]]
    for index, value in enumerate(breaks):
        point, after = flags[2 * index + 1], flags[2 * index + 2]
        if point == after == member[-1]:
            continue
        kept.append(value)
        member += [point, after]
    return RealSet(tuple(kept), tuple(member))


def _spread(a: RealSet, breaks: tuple[Real, ...]) -> list[bool]:
    """The flags of a over a finer list of breakpoints."""
    flags = [a.member[0]]
    position = 0
    for value in breaks:
        if position < len(a.breaks) and same(a.breaks[position], value):
            flags += a.member[2 * position + 1 : 2 * position + 3]
            position += 1
        else:
            flags += [flags[-1], flags[-1]]
    return flags


def _merged(a: tuple[Real, ...], b: tuple[Real, ...]) -> tuple[Real, ...]:
    return a if a == b else _ordered((*a, *b))


def _ordered(values: Iterable[Real]) -> tuple[Real, ...]:
    listed = tuple(values)
    if len(listed) < 2:
        return listed
    if _is_exact(listed):
        return tuple(sorted(set(listed)))
    ordered = sorted(listed, key=cmp_to_key(_order))
    kept: list[Real] = []
    for value in ordered:
        if not kept or not same(kept[-1], value):
            kept.append(value)
    return tuple(kept)


def _order(a: Real, b: Real) -> int:
    if less(a, b):
        return -1
    return 1 if less(b, a) else 0
