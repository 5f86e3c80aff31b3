"""No text at all breaks `verify`: it gives one verdict a line, whatever the problem and the lines say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coe.verifier import check_answer, verify

WORDS = """
x y n total 2 13 0.5 1/2 100% $5 km = == < > <= ≈ ± + - * / ^ ( ) [ ] { } , ; : . ! | or and so of Answer:
the answer is Let sqrt sin log Solve for Calculate Expand Factor Simplify What \\frac{1}{2} \\boxed{4}
π ∞ ∈ ∪ ² ½ <script> \x1b[31m \u200b no solution yes #### 3:4
"""
PIECES = st.sampled_from(WORDS.split())
LINES = st.lists(PIECES, max_size=9).map(" ".join)
STATEMENTS = LINES | st.sampled_from(
    ["Solve for x: 2x + 5 = 13", "Solve: -2x < 6", "Calculate 2 + 3 * 4", "Expand (x + 2)^2", "How many?", ""]
)


@settings(max_examples=400, deadline=None)
@given(STATEMENTS, st.lists(LINES | st.text(max_size=30), max_size=4), st.none() | LINES)
def test_every_line_gets_a_verdict(statement: str, lines: list[str], reference: str | None) -> None:
    assert len(verify(statement, lines, reference).lines) == len(lines)
    if reference is not None:
        check_answer(lines, reference, statement)


@pytest.mark.parametrize("line", ["<script>", "< 5", "= 4", "> 3 or < 2", "≈ 2.5", "= = 4"])
def test_a_line_that_starts_with_a_relation_can_stand_alone(line: str) -> None:
    assert len(verify("evil", ["red = 4", line]).lines) == 2
