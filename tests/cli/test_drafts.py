"""Starting drafts and statements as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from coe.cli.drafts import one_line, read_initial
from coe.errors import UsageError


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (None, ()),
        ("", ()),
        ("2x = 18\\nx = 9", ("2x = 18", "x = 9")),
        ("2x = 18\nx = 9", ("2x = 18", "x = 9")),
        ("  2x = 18 \n\n x = 9\n", ("2x = 18", "x = 9")),
        ("x \\neq 3\\nx = 4", ("x \\neq 3", "x = 4")),
        ("x \\not= 3", ("x \\not= 3",)),
        ("\\nothing = 3", ("othing = 3",)),
        ("3/4", ("3/4",)),
        ("a" * 5000, ("a" * 5000,)),
        ("x = 1\0", ("x = 1\0",)),
    ],
)
def test_lines_of_a_typed_draft(text: str | None, lines: tuple[str, ...]) -> None:
    assert read_initial(text) == lines


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("2x = 18\n\nx = 9\n", "utf-8")
    assert read_initial(str(file)) == ("2x = 18", "x = 9")


def test_a_literal_separator_in_a_file_is_text(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("a\\nb", "utf-8")
    assert read_initial(str(file)) == ("a\\nb",)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"1" * 200_000], ids=["not text", "too long"])
def test_a_file_that_is_no_draft_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "draft.txt"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"draft\.txt is"):
        read_initial(str(file))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(UsageError, match=r"no file 'nowhere\.txt'"):
        read_initial("nowhere.txt")


@pytest.mark.parametrize(
    ("typed", "statement"),
    [
        ("Solve  for x:\n2x = 4", "Solve for x: 2x = 4"),
        ("Solve the system:\n2x + y = 7\nx - y = 2\n", "Solve the system: 2x + y = 7, x - y = 2"),
    ],
)
def test_a_statement_becomes_one_line(typed: str, statement: str) -> None:
    assert one_line(typed) == statement


def test_an_empty_statement_is_refused() -> None:
    with pytest.raises(UsageError, match="problem is empty"):
        one_line(" \n ")
