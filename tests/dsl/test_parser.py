import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.dsl import AddLine, DeleteLine, Edit, Exit, ReplaceLine, ReplaceWord, format_edit, parse_edit
from coe.errors import EditParseError
from tests.dsl.strategies import EDITS


@given(EDITS)
def test_printed_edits_are_read_back(edit: Edit) -> None:
    assert parse_edit(format_edit(edit)) == edit


@given(st.text() | st.text("ADELRPWXIT 1230>\n\t`x=", max_size=30))
def test_any_text_parses_or_raises_the_one_error(reply: str) -> None:
    refused = None
    try:
        edit = parse_edit(reply)
        assert parse_edit(format_edit(edit)) == edit
    except EditParseError as error:
        refused = error
    if refused is not None:
        assert 1 <= refused.line <= reply.count("\n") + 1
        assert refused.column >= 1
        assert refused.expected


@pytest.mark.parametrize(
    ("reply", "edit"),
    [
        ("ADD 1 >>>x = 4", AddLine(1, "x = 4")),
        ("replace 2 >>>x = 4", ReplaceLine(2, "x = 4")),
        ("DELETE 3", DeleteLine(3)),
        ("del 3", DeleteLine(3)),
        ("repw 1 >>>+ 3 >>>- 3", ReplaceWord(1, "+ 3", "- 3")),
        ("REPW 1 >>>+ 3 >>>", ReplaceWord(1, "+ 3", "")),
        ("  \n exit \n", Exit()),
        ("```\nREPL 1 >>>x = 4\n```", ReplaceLine(1, "x = 4")),
        ("```text\r\nREPL 1 >>>x = 4\r\n```\n", ReplaceLine(1, "x = 4")),
        ("ADDL 1>>>  x = 4  ", AddLine(1, "x = 4")),
        ("REPL 1 >>>> 3", ReplaceLine(1, "> 3")),
        ("REPW 1 >>>a> >>>>b", ReplaceWord(1, "a>", ">b")),
    ],
)
def test_other_spellings(reply: str, edit: Edit) -> None:
    assert parse_edit(reply) == edit


@pytest.mark.parametrize(
    ("reply", "line", "column", "expected"),
    [
        ("", 1, 1, "ADDL"),
        ("I would replace line 1.", 1, 1, "REPL"),
        ("REPL x >>>x = 4", 1, 6, "a line number from 1"),
        ("REPL 0 >>>x = 4", 1, 6, "a line number from 1"),
        ("REPL 1000000 >>>x = 4", 1, 6, "a line number from 1"),
        ("REPL 1 x = 4", 1, 8, ">>>"),
        ("REPL 1 >>>", 1, 11, "DELL 1"),
        ("ADDL 1 >>>", 1, 11, "text"),
        ("ADDL 1 >>>a >>>b", 1, 13, "text on one line"),
        ("ADDL 1 >>>a\x1b[2J", 1, 12, "text on one line"),
        ("DELL 1 >>>x", 1, 8, "the end of the command"),
        ("REPW 1 >>>a", 1, 12, "the new text"),
        ("REPW 1 >>> >>>b", 1, 11, "the text to replace"),
        ("REPL 1 >>>x = 4\nEXIT", 1, 16, "one command a reply"),
        ("\n\nEXIT now", 3, 6, "the end of the command"),
        ("```\nREPL 1\n```", 2, 7, ">>>"),
    ],
)
def test_errors_say_where_and_what_was_expected(reply: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(EditParseError) as caught:
        parse_edit(reply)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert any(expected in words for words in caught.value.expected)
    assert expected in str(caught.value)


def test_a_long_hostile_reply_is_read_in_linear_time() -> None:
    with pytest.raises(EditParseError):
        parse_edit("REPL 1 >>>" + ">> " * 200_000 + ">>>")
