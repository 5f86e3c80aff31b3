"""Equations and inequalities of a draft that are taken as given, and what follows from them.

Where the problem is not understood, an equation that is no identity is not judged the first time; later
lines in the same unknowns must follow from it. An inequality beside another one in the same letter may be
a second condition: it is judged only where no value meets both.
"""

from __future__ import annotations

from collections.abc import Set

from coe.verifier.algebra.realsets import intersection
from coe.verifier.algebra.solutions import solve
from coe.verifier.algebra.systems import Standing, linear_system, standing
from coe.verifier.expressions.expr import Chain, Joiner
from coe.verifier.lines import truth as t
from coe.verifier.lines.chains import among_given, names_in
from coe.verifier.lines.equations import relate
from coe.verifier.report import LineVerdict


class TakenAsGiven:
    """What one draft has taken as given.

    Args:
        over_the_reals: whether letters stand for real numbers; where they may be complex, what a single
            equation's real solutions are decides nothing.
    """

    def __init__(self, *, over_the_reals: bool) -> None:
        self._chains: list[Chain] = []
        self._over_the_reals = over_the_reals

    def __bool__(self) -> bool:
        return bool(self._chains)

    def add(self, chain: Chain) -> None:
        """Take it as given."""
        self._chains.append(chain)

    def forget(self, names: Set[str]) -> None:
        """Drop what holds one of these names."""
        self._chains = [chain for chain in self._chains if names.isdisjoint(names_in([chain]))]

    def names(self) -> set[str]:
        """Every name in them."""
        return names_in(self._chains)

    def verdict(self, chain: Chain, names: tuple[str, ...]) -> LineVerdict | None:
        """The verdict on a chain in these names; None where what is given leaves it open."""
        everything = tuple(sorted({*names, *self.names()}))
        system = linear_system(tuple(self._chains), everything) if self._chains else None
        if system is not None and system.consistent:
            found = standing(system, chain, everything)
            if found is Standing.IMPLIED:
                return t.FOLLOWS
            if found is Standing.CONTRADICTED:
                return t.UNFOUNDED
        if len(names) != 1 or not self._over_the_reals:
            return None
        mine = solve((chain,), Joiner.AND, names[0])
        for given in self._chains:
            if names_in([given]) == set(names):
                wanted = solve((given,), Joiner.AND, names[0])
                if mine is None or wanted is None:
                    return t.BEYOND
                related = among_given(mine, wanted)
                if _are_equations(chain, given):
                    return _implied(related)
                meet = not intersection(mine, wanted).is_empty
                return t.BEYOND if related is t.UNFOUNDED and meet else related
        return None

    def alternatives(self, claims: tuple[Chain, ...], name: str) -> LineVerdict:
        """The verdict on "x = 2 or x = -2"."""
        mine = solve(claims, Joiner.OR, name) if self._over_the_reals else None
        for given in self._chains:
            wanted = solve((given,), Joiner.AND, name) if names_in([given]) == {name} else None
            if mine is not None and wanted is not None:
                return _implied(relate(mine, wanted))
        return t.BEYOND


def _implied(verdict: LineVerdict) -> LineVerdict:
    """An equation with more roots follows too; whether they are taken out again only words can tell."""
    return t.BEYOND if verdict is t.ADDS else verdict


def _are_equations(*chains: Chain) -> bool:
    return all(relation in t.EQUAL for chain in chains for relation in chain.relations)
