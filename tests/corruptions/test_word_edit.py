"""REPW stands for REPL only where it is shorter and makes the same line."""

from __future__ import annotations

import pytest

from coe.corruptions.word_edit import shorter_edit
from coe.dsl import Draft, ReplaceLine, ReplaceWord, apply_edit, format_edit, parse_edit
from coe.verifier import fill_spans


@pytest.mark.parametrize(
    ("line", "text", "command"),
    [
        ("total = 48 + 24 = 73", "total = 48 + 24 = {48 + 24}", "REPW 1 >>>73 >>>{48 + 24}"),
        ("total = 48 - 24 = 72", "total = 48 + 24 = 72", "REPW 1 >>>- >>>+"),
        ("total sum of 3, 4 and 5", "total sum of 3 and 5", "REPW 1 >>>, 4 >>>"),
        # Longer to the left, until the first of its kind in the line is the one meant.
        ("x + 4 = 13 or x = 4", "x + 4 = 13 or x = 5", "REPW 1 >>>= 4 >>>= 5"),
        # Nothing in common, or no shorter: the line is replaced.
        ("x = 9", "x = {8 / 2}", "REPL 1 >>>x = {8 / 2}"),
        ("a = 2", "total = 7 + 1", "REPL 1 >>>total = 7 + 1"),
        # The span stands for several pieces that are right, so there is nothing shorter to say.
        ("3x = 18", "{5 - 2}x = {15 - 3}", "REPL 1 >>>{5 - 2}x = {15 - 3}"),
    ],
)
def test_the_shorter_command_is_given(line: str, text: str, command: str) -> None:
    edit = shorter_edit(ReplaceLine(1, text), line, fill_spans(text))
    assert format_edit(edit) == command
    assert parse_edit(format_edit(edit)) == edit
    (made,) = apply_edit(Draft((line,)), edit)
    assert fill_spans(made) == fill_spans(text)


def test_a_word_that_would_make_another_line_is_not_given() -> None:
    # Put in for 7, the span would merge with the plus: the line that REPL stores is what counts.
    edit = ReplaceLine(1, "total of all the numbers = y + {3 - 5}")
    assert shorter_edit(
        edit, "total of all the numbers = y + 7", "total of all the numbers = y - 2"
    ) == ReplaceWord(1, "7", "{3 - 5}")
    assert shorter_edit(edit, "total of all the numbers = y + 7", "total of all the numbers = y + -2") is edit
