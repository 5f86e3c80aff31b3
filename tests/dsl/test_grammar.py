"""One grammar, three readers: Lark, llguidance and our parser agree on the canonical commands."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import LarkError
from llguidance import LLMatcher, LLTokenizer

from coe.dsl import Edit, draft_grammar, edit_grammar, format_edit, parse_edit
from coe.errors import EditParseError
from tests.dsl.strategies import EDITS


@cache
def lark(line_count: int | None = None) -> Lark:
    return Lark(edit_grammar(line_count), parser="lalr")


@cache
def tokenizer() -> LLTokenizer:
    return LLTokenizer("byte")


def lark_accepts(text: str, line_count: int | None = None) -> bool:
    try:
        lark(line_count).parse(text)
    except LarkError:
        return False
    return True


def llguidance_accepts(text: str, line_count: int | None = None) -> bool:
    grammar = LLMatcher.grammar_from_lark(edit_grammar(line_count))
    matcher = LLMatcher(tokenizer(), grammar)
    assert not matcher.get_error()
    tokens = list(text.encode())
    return bool(matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting())


def is_canonical(text: str) -> bool:
    try:
        return format_edit(parse_edit(text)) == text
    except EditParseError:
        return False


def is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


@given(EDITS)
def test_both_accept_every_printed_edit(edit: Edit) -> None:
    text = format_edit(edit)
    assert lark_accepts(text)
    assert llguidance_accepts(text)


COMMAND_LIKE = st.builds(
    "{}{}".format,
    st.sampled_from(["ADDL 1 >>>", "REPL 12 >>>", "REPW 1 >>>", "DELL 1", "DELL ", "EXIT", ""]),
    st.text("ab> \t\n0123", max_size=10) | st.text(max_size=6).filter(is_unicode),
)


@given(COMMAND_LIKE)
def test_both_accept_exactly_what_is_canonical(text: str) -> None:
    assert lark_accepts(text) == is_canonical(text)
    assert llguidance_accepts(text) == is_canonical(text)


@pytest.mark.parametrize("accepts", [lark_accepts, llguidance_accepts])
def test_line_numbers_can_be_limited(accepts) -> None:  # type: ignore[no-untyped-def]
    assert accepts("REPL 12 >>>a", 12)
    assert accepts("ADDL 13 >>>a", 12)
    assert not accepts("REPL 13 >>>a", 12)
    assert not accepts("ADDL 14 >>>a", 12)
    assert not accepts("DELL 0", 12)
    assert accepts("ADDL 1 >>>a", 0)
    assert accepts("EXIT", 0)
    assert not accepts("DELL 1", 0)


LINES = ("2x = 13 - 5", 'x = "4" > 3 \\ é𝑥 {1}')


def draft_accepts(text: str, lines: tuple[str, ...] = LINES) -> bool:
    matcher = LLMatcher(tokenizer(), LLMatcher.grammar_from_lark(draft_grammar(lines)))
    assert not matcher.get_error()
    tokens = list(text.encode())
    return bool(matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting())


@pytest.mark.parametrize(
    ("command", "fits"),
    [
        ("REPW 1 >>>13 - 5 >>>8", True),
        ("REPW 1 >>>2x = 13 - 5 >>>", True),
        ("REPW 2 >>>13 - 5 >>>8", False),
        ('REPW 2 >>>"4" > 3 \\ é𝑥 {1} >>>y', True),
        ("REPW 1 >>> = >>>+", False),
        ("REPW 1 >>> >>>+", False),
        ("REPW 3 >>>x >>>y", False),
        ("REPL 2 >>>anything", True),
        ("REPL 3 >>>anything", False),
        ("ADDL 3 >>>anything", True),
        ("ADDL 4 >>>anything", False),
        ("DELL 1", True),
        ("EXIT", True),
    ],
)
def test_a_grammar_can_know_the_lines_of_its_draft(command: str, fits: bool) -> None:
    assert draft_accepts(command) == fits


def test_the_old_text_is_short_enough_to_come_to_an_end() -> None:
    line = "é" * 30
    assert draft_accepts(f"REPW 1 >>>{line[:24]} >>>x", (line,))
    assert not draft_accepts(f"REPW 1 >>>{line[:25]} >>>x", (line,))
    assert draft_accepts(f"REPL 1 >>>{line}", (line,))


def test_the_grammar_of_an_empty_draft_and_of_the_longest() -> None:
    assert draft_accepts("ADDL 1 >>>x", ())
    assert not draft_accepts("DELL 1", ())
    longest = tuple(f"{number} + " + "1234567 * " * 39 + "8" for number in range(40))
    assert draft_accepts("REPW 40 >>>39 + 1234567 >>>0", longest)
    assert not draft_accepts("REPW 39 >>>39 + 1234567 >>>0", longest)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        edit_grammar(-1)
