"""Text of models to lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coe.dsl import Draft
from coe.environment import Asked, EnvironmentConfig
from coe.environment.solutions import read_solution

CONFIG = EnvironmentConfig(max_lines=3, max_line_length=12)
STATEMENT = "Solve for x: 2x + 5 = 13"


def lines(reply: str, asked: Asked = Asked.SOLUTION) -> tuple[str, ...]:
    return read_solution(reply, asked, STATEMENT, CONFIG)[0]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("2x = 8\r\n\n  x = 4 ", ("2x = 8", "x = 4")),
        ("<think>2x = 9?\nno</think>\n2x = 8", ("2x = 8",)),
        ("```latex\n2x = 8\n```", ("2x = 8",)),
        (
            "L 1 2x = 8\nL 2 [does not follow] x = 9\nL 3 [rests on line 2] x = 9",
            ("2x = 8", "x = 9", "x = 9"),
        ),
        ("* 2x = 8\n- Divide: x = 4\n- **Step 2:** x = 4", ("2x = 8", "Divide: x = 4", "Step 2: x = 4")),
        ("- 2x = 8\n-x = -4", ("- 2x = 8", "-x = -4")),
        ("2**3 + 3**2 = 17\n(x)**2 = (y)**2", ("2**3 + 3**2 = 17", "(x)**2 = (y)**2")),
        ("**Answer: 4**", ("Answer: 4",)),
        ("ADDL 1 >>>x = 4\x00\x1b", ("ADDL 1  x = 4",)),
        ("", ()),
    ],
)
def test_marks_are_taken_off_and_mathematics_stays(reply: str, expected: tuple[str, ...]) -> None:
    assert lines(reply) == expected


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from([Asked.DRAFT, Asked.SOLUTION, Asked.ANSWER]))
def test_any_text_gives_lines_that_a_draft_may_have(reply: str, asked: Asked) -> None:
    found, error = read_solution(reply, asked, STATEMENT, CONFIG)
    assert Draft(found).lines == found
    assert found or error


def test_the_limits_bind_a_draft_and_are_said() -> None:
    reply = "x = 1\n" + "y" * 13 + "\nx = 2\nx = {1 + 2}\nx = 4"
    kept, error = read_solution(reply, Asked.DRAFT, STATEMENT, CONFIG)
    assert kept == ("x = 1", "x = 2", "x = 3")
    assert error == "2 of 5 lines were left out; expected at most 3 lines of at most 12 characters"
    assert len(lines(reply)) == 5


def test_spans_are_filled_in_drafts_only_and_stay_where_they_do_not_evaluate() -> None:
    assert lines("x = {8 / 2}", Asked.DRAFT) == ("x = 4",)
    assert lines("x = {8 / 0}", Asked.DRAFT) == ("x = {8 / 0}",)
    assert lines("x = {8 / 2}") == ("x = {8 / 2}",)
