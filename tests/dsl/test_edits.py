import pytest

from coe.dsl import AddLine, DeleteLine, Draft, Edit, Exit, ReplaceLine, ReplaceWord, apply_edit
from coe.errors import EditApplyError

DRAFT = Draft(("2x = 18", "x = 9"))


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (AddLine(1, "a"), ("a", "2x = 18", "x = 9")),
        (AddLine(3, "a"), ("2x = 18", "x = 9", "a")),
        (ReplaceLine(2, "x = 4"), ("2x = 18", "x = 4")),
        (DeleteLine(1), ("x = 9",)),
        (ReplaceWord(1, "1", "2"), ("2x = 28", "x = 9")),
        (ReplaceWord(1, "= 18", ""), ("2x", "x = 9")),
        (Exit(), DRAFT.lines),
    ],
)
def test_effect(edit: Edit, lines: tuple[str, ...]) -> None:
    assert apply_edit(DRAFT, edit).lines == lines
    assert DRAFT.lines == ("2x = 18", "x = 9")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (AddLine(4, "a"), "from 1 to 3"),
        (ReplaceLine(3, "a"), "from 1 to 2"),
        (DeleteLine(3), "the draft has 2 lines"),
        (ReplaceWord(2, "8", "4"), "does not hold '8'"),
        (ReplaceWord(2, "x = 9", ""), "use DELL 2"),
        (ReplaceWord(2, "=", ">>=>"), "'>>>' inside"),
    ],
)
def test_what_does_not_fit(edit: Edit, message: str) -> None:
    draft = Draft(("2x = 18", "x >= 9")) if message.startswith("'>>>") else DRAFT
    with pytest.raises(EditApplyError, match=message):
        apply_edit(draft, edit)


def test_an_empty_draft_takes_only_a_first_line() -> None:
    assert apply_edit(Draft(), AddLine(1, "a")).lines == ("a",)
    with pytest.raises(EditApplyError, match="the draft is empty"):
        apply_edit(Draft(), DeleteLine(1))


@pytest.mark.parametrize("text", ["", " a", "a ", "a\nb", "a>>>b", "a\x00", "a\u2028b", "\ud800"])
def test_text_that_no_edit_and_no_draft_may_hold(text: str) -> None:
    with pytest.raises(EditApplyError):
        AddLine(1, text)
    with pytest.raises(EditApplyError):
        ReplaceLine(1, text)
    with pytest.raises(EditApplyError):
        ReplaceWord(1, text, "b")
    with pytest.raises(EditApplyError):
        Draft((text,))


@pytest.mark.parametrize("number", [0, -1, 1_000_000])
def test_line_numbers_out_of_range(number: int) -> None:
    with pytest.raises(EditApplyError):
        DeleteLine(number)
