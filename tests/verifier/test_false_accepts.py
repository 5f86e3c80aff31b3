"""Wrong lines, different answers and wrong drafts, written to be taken for right: none is accepted.

Rows of tests/data/false_accepts.jsonl. "Not known" is an honest verdict here; "valid" and "right" are not.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coe.verifier import AnswerStatus, LineStatus, equivalent, verify

ROWS = [
    json.loads(row)
    for row in (Path(__file__).parents[1] / "data" / "false_accepts.jsonl").read_text("utf-8").splitlines()
]


def of_kind(kind: str, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in ROWS if row["kind"] == kind]


@pytest.mark.parametrize(("problem", "line"), of_kind("line", "problem", "line"))
def test_a_wrong_line_is_not_valid(problem: str, line: str) -> None:
    assert verify(problem, [line]).lines[0].status is not LineStatus.VALID


@pytest.mark.parametrize(("one", "other"), of_kind("answers", "one", "other"))
def test_different_answers_are_not_equivalent(one: str, other: str) -> None:
    assert equivalent(one, other) is not True
    assert equivalent(other, one) is not True


@pytest.mark.parametrize(("problem", "lines", "reference"), of_kind("draft", "problem", "lines", "reference"))
def test_a_wrong_draft_is_not_right(problem: str, lines: list[str], reference: str | None) -> None:
    assert verify(problem, lines, reference).answer is not AnswerStatus.RIGHT


def test_most_wrong_lines_are_known_to_be_wrong() -> None:
    found = [
        verify(*case).lines[0].status
        for case in [(problem, [line]) for problem, line in of_kind("line", "problem", "line")]
    ]
    assert found.count(LineStatus.INVALID) > 0.6 * len(found)
