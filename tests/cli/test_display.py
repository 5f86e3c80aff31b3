"""What a person sees of a draft and of a change."""

from __future__ import annotations

from coe.cli.display import change_rows, draft_rows, verdict_words
from coe.verifier.report import LineStatus, LineVerdict, Reason

OK = LineVerdict(LineStatus.VALID, Reason.FOLLOWS)
BAD = LineVerdict(LineStatus.INVALID, Reason.DOES_NOT_FOLLOW)
RESTS = LineVerdict(LineStatus.UNCHECKED, Reason.RESTS_ON, rests_on=1)


def test_verdicts_in_words() -> None:
    words = [verdict_words(verdict) for verdict in (OK, BAD, RESTS)]
    assert words == ["ok", "wrong: does not follow", "rests on line 1"]


def test_a_replaced_line_is_a_diff() -> None:
    rows = list(change_rows(["2x = 18", "x = 9"], ["2x = 8", "x = 9"], [OK, BAD]))
    assert [row.plain.split()[0] for row in rows] == ["-", "+", "2"]
    assert rows[0].plain.endswith("2x = 18")
    assert rows[1].plain.endswith("ok")
    styles = [str(span.style) for span in rows[1].spans]
    assert styles == ["bold green", "green"]
    assert "red" in [str(span.style) for span in rows[0].spans]


def test_a_deleted_line_is_shown() -> None:
    rows = [row.plain.strip() for row in change_rows(["x = 1", "x = 2"], ["x = 2"], [OK])]
    assert rows[0] == "-  1  x = 1"
    assert len(rows) == 2


def test_brackets_are_text_and_not_markup() -> None:
    assert "[bold](x)" in next(draft_rows(["[bold](x)"], [OK])).plain


def test_an_empty_draft_says_so() -> None:
    assert "no lines" in next(draft_rows([], [])).plain
    assert "no lines" in next(change_rows([], [], [])).plain


def test_terminal_escapes_are_made_visible() -> None:
    row = next(draft_rows(["x\x1b[31m = \x071"], [OK]))
    assert row.plain.startswith("     1  x\N{REPLACEMENT CHARACTER}[31m = \N{REPLACEMENT CHARACTER}1")
