"""Solutions that a draft rejects: extra roots of a squared or cleared equation, values outside a domain.

Policy: a step that adds solutions is sound where the draft itself drops them again. A line adds nothing
where each extra value is
- taken back in the same line or in a later one ("x = -1 does not satisfy the original"), or
- outside of what the problem ("for x > 0") or an earlier line ("x ≠ 2", "x >= 3") allows, and a later line
  has the problem's own set.
Taking back a value that does solve the problem DOES_NOT_FOLLOW.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from coe.verifier.algebra.realsets import EMPTY, RealSet, complement, is_subset, union
from coe.verifier.lines.alone import Line
from coe.verifier.lines.equations import allowed_set
from coe.verifier.lines.judged import Judged
from coe.verifier.problems.goals import Goal


class Rejections:
    """What the lines of one draft reject, for each line: there and behind it, or anywhere."""

    def __init__(self, lines: Sequence[Judged], outside: RealSet) -> None:
        found = [judged.rejected or EMPTY for judged in lines]
        self._later = list(accumulate(reversed(found), union))[::-1]
        self._anywhere = union(self._later[0], outside)
        self._exact = [judged.exact for judged in lines]

    @staticmethod
    def among(lines: Sequence[tuple[Line, object]], goal: Goal) -> Rejections | None:
        """The rejections of these lines, or None where neither they nor the problem reject anything."""
        if not goal.domain:
            for line, _ in lines:
                if line.judged.rejected is not None:
                    break
            else:
                return None
        allowed = allowed_set(goal)
        judged = [line.judged for line, _ in lines]
        return Rejections(judged, EMPTY if allowed is None else complement(allowed)) if judged else None

    def cover(self, index: int, extra: RealSet) -> bool:
        """Whether what line `index` (from 0) adds is rejected."""
        if is_subset(extra, self._later[index]):
            return True
        return any(self._exact[index + 1 :]) and is_subset(extra, self._anywhere)
