"""Every pair of benchmarks/data/answer_pairs.jsonl: accepted where it is the same, never where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coe.verifier import equivalent

Row = dict[str, object]

ROWS: list[Row] = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "benchmarks" / "data" / "answer_pairs.jsonl")
    .read_text("utf-8")
    .splitlines()
]
# Pairs that mean the same and are not recognised: unknown, never wrong.
MISSED = {("4", "4, so 4")}
# An undefined value equals nothing, itself included.
UNDEFINED = {"1/0"}


def named(row: Row) -> str:
    return f"{row['style']}-{row['kind']}-{row['gold']}"


def pairs(row: Row, key: str) -> list[tuple[str, str]]:
    return [(str(row["gold"]), answer) for answer in row[key]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_the_same_answers_are_accepted_both_ways(row: Row) -> None:
    for gold, answer in pairs(row, "same"):
        expected = None if (gold, answer) in MISSED else True
        assert equivalent(gold, answer) is expected, (gold, answer)
        assert equivalent(answer, gold) is expected, (answer, gold)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_other_answers_are_not_accepted_either_way(row: Row) -> None:
    for gold, answer in pairs(row, "different"):
        assert equivalent(gold, answer) is not True, (gold, answer)
        assert equivalent(answer, gold) is not True, (answer, gold)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_an_answer_is_the_same_as_itself(row: Row) -> None:
    gold = str(row["gold"])
    assert equivalent(gold, gold) is (gold not in UNDEFINED)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_box_changes_nothing(row: Row) -> None:
    gold = str(row["gold"])
    if gold in UNDEFINED or "boxed" in gold:
        return
    boxed = f"So the solution is $\\boxed{{{gold.strip('$')}}}$."
    assert equivalent(gold, boxed) is True
    assert equivalent(gold, f"We calculate.\n#### {gold}") is True
