from hypothesis import given

from coe.dsl import AddLine, DeleteLine, Draft, Edit, ReplaceLine, apply_edit, edit_script
from tests.dsl.strategies import DRAFTS, SMALL_DRAFTS


def applied(draft: Draft, script: tuple[Edit, ...]) -> Draft:
    for edit in script:
        draft = apply_edit(draft, edit)
    return draft


@given(DRAFTS, DRAFTS)
def test_the_script_gives_the_other_draft(before: Draft, after: Draft) -> None:
    assert applied(before, edit_script(before, after)) == after


def neighbours(draft: Draft) -> set[Draft]:
    found = {apply_edit(draft, DeleteLine(n)) for n in range(1, len(draft) + 1)}
    for letter in "abc":
        found |= {apply_edit(draft, ReplaceLine(n, letter)) for n in range(1, len(draft) + 1)}
        found |= {apply_edit(draft, AddLine(n, letter)) for n in range(1, len(draft) + 2)}
    return found


@given(SMALL_DRAFTS, SMALL_DRAFTS)
def test_no_single_edit_comes_closer_by_more_than_one(before: Draft, after: Draft) -> None:
    # With distance 0 only between equal drafts, this makes the script as short as any sequence of edits.
    distance = len(edit_script(before, after))
    assert (distance == 0) == (before == after)
    assert all(len(edit_script(near, after)) >= distance - 1 for near in neighbours(before))


def test_one_changed_line_is_one_edit() -> None:
    before, after = Draft(("a", "b", "c")), Draft(("a", "x", "c"))
    assert edit_script(before, after) == (ReplaceLine(2, "x"),)
    assert edit_script(before, Draft(("b", "c"))) == (DeleteLine(1),)
    assert edit_script(before, Draft(("a", "b", "c", "d"))) == (AddLine(4, "d"),)
