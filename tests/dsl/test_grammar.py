"""One grammar, three readers: Lark, llguidance and our parser agree on the canonical commands."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import LarkError
from llguidance import LLMatcher, LLTokenizer

from coe.dsl import Edit, edit_grammar, format_edit, parse_edit
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


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        edit_grammar(-1)
