"""Solutions that a draft rejects: extra roots of a squared or cleared equation, values outside a domain.

Policy: a step that adds solutions is sound where the draft itself drops them again. A line adds nothing
where each extra value is
- taken back in the same line or in a later one ("x = -1 does not satisfy the original"), or
- outside of what an earlier line allows ("x ≠ 2", "x >= 3") and a later line has the problem's own set.
Taking back a value that does solve the problem DOES_NOT_FOLLOW.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from coe.verifier.judged import Judged
from coe.verifier.realsets import EMPTY, RealSet, is_subset, union


class Rejections:
    """What the lines of one draft reject, for each line: there and behind it, or anywhere."""

    def __init__(self, lines: Sequence[Judged]) -> None:
        found = [judged.rejected or EMPTY for judged in lines]
        self._later = list(accumulate(reversed(found), union))[::-1]
        self._exact = [judged.exact for judged in lines]

    @staticmethod
    def among(lines: Sequence[Judged]) -> Rejections | None:
        """The rejections of these lines, or None where they reject nothing."""
        return Rejections(lines) if any(judged.rejected is not None for judged in lines) else None

    def cover(self, index: int, extra: RealSet) -> bool:
        """Whether what line `index` (from 0) adds is rejected."""
        if is_subset(extra, self._later[index]):
            return True
        return any(self._exact[index + 1 :]) and is_subset(extra, self._later[0])
