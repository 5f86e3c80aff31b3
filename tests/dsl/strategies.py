"""Random lines, drafts and edits."""

from hypothesis import strategies as st

from coe.dsl import AddLine, DeleteLine, Draft, Exit, ReplaceLine, ReplaceWord
from coe.dsl.text import text_fault


def is_line(text: str) -> bool:
    return bool(text) and text_fault(text) is None


# Mostly the characters that commands are made of, so that awkward neighbours of `>>>` and blanks turn up.
LINES = (st.text("x2 =>+{}^\tADELRPW1\u00b2\u03c0", max_size=12) | st.text(max_size=20)).filter(is_line)
DRAFTS = st.lists(LINES | st.sampled_from(["a", "b", "c"]), max_size=8).map(lambda lines: Draft(tuple(lines)))
SMALL_DRAFTS = st.lists(st.sampled_from("abc"), max_size=5).map(lambda lines: Draft(tuple(lines)))
NUMBERS = st.integers(1, 12) | st.integers(1, 999_999)
EDITS = st.one_of(
    st.builds(AddLine, NUMBERS, LINES),
    st.builds(ReplaceLine, NUMBERS, LINES),
    st.builds(DeleteLine, NUMBERS),
    st.builds(ReplaceWord, NUMBERS, LINES, LINES | st.just("")),
    st.just(Exit()),
)
