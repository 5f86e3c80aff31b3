import pytest

from coe.dsl import Draft
from coe.errors import EditApplyError


def test_text_from_people_is_cleaned() -> None:
    draft = Draft.from_text("  2x = 8\r\n\n\tx = 4 \n")
    assert draft.lines == ("2x = 8", "x = 4")
    assert draft.text == "2x = 8\nx = 4"
    assert Draft.from_lines(draft.lines) == draft
    assert len(Draft.from_text("")) == 0


def test_lines_count_from_one() -> None:
    draft = Draft(("a", "b"))
    assert draft.line(1) == "a"
    with pytest.raises(EditApplyError):
        draft.line(0)
    with pytest.raises(EditApplyError):
        draft.line(3)


def test_a_mark_in_text_is_refused_with_its_place() -> None:
    with pytest.raises(EditApplyError, match="line 2, column 2"):
        Draft.from_text("a\nb>>>c")
