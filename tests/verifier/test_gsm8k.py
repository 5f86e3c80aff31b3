"""Human solutions of GSM8K: answers, lines, changed lines. benchmarks/gsm8k.py measures all of them."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from coe.verifier import AnswerStatus, LineStatus, verify

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "data" / "gsm8k_sample.jsonl"
INVALID = ROOT / "benchmarks" / "gsm8k_invalid.jsonl"


@cache
def corruptions() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "gsm8k_corruptions", ROOT / "benchmarks" / "gsm8k_corruptions.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def sample() -> list[tuple[int, str, list[str]]]:
    """Row in the data set, question, lines with annotations."""
    records = map(json.loads, SAMPLE.read_text("utf-8").splitlines())
    return [
        (record["row"], record["question"], [line for line in record["answer"].split("\n") if line.strip()])
        for record in records
    ]


def plain(lines: list[str]) -> list[str]:
    return [corruptions().plain(line) for line in lines]


def test_every_reference_answer_is_accepted() -> None:
    for row, question, lines in sample():
        reference = lines[-1].removeprefix("####").strip()
        assert verify(question, plain(lines), reference).answer is AnswerStatus.RIGHT, row


def test_exactly_the_lines_with_a_known_error_are_invalid() -> None:
    rows = {row for row, _, _ in sample()}
    known = {(item["row"], item["line"]) for item in map(json.loads, INVALID.read_text("utf-8").splitlines())}
    found = {
        (row, number)
        for row, question, lines in sample()
        for number, verdict in enumerate(verify(question, plain(lines)).lines, start=1)
        if verdict.status is LineStatus.INVALID
    }
    assert found == {place for place in known if place[0] in rows}
    assert found


def test_lines_with_an_annotation_are_checked() -> None:
    verdicts = [
        verdict.status
        for _, question, lines in sample()
        for line, verdict in zip(lines, verify(question, plain(lines)).lines, strict=True)
        if "<<" in line
    ]
    checked = sum(status in (LineStatus.VALID, LineStatus.INVALID) for status in verdicts)
    # The sample holds the lines that are hard to read: of the whole data set it is 98 %.
    assert checked / len(verdicts) > 0.93


def test_a_changed_digit_makes_a_checked_line_invalid() -> None:
    rng = random.Random(1)
    caught = missed = 0
    for _, question, lines in sample():
        before = verify(question, plain(lines)).lines
        for index, line in enumerate(lines):
            corruption = corruptions().corrupt(line, rng)
            if corruption is None or before[index].status is not LineStatus.VALID:
                continue
            changed = plain(lines)
            changed[index] = corruption.text
            verdict = verify(question, changed).lines[index]
            caught += verdict.status is LineStatus.INVALID
            missed += verdict.status is not LineStatus.INVALID
    assert caught > 200
    assert missed <= caught / 100


@pytest.mark.parametrize(
    ("expression", "result", "false"),
    [("48/2", "24", False), ("48/2", "25", True), ("10/3", "3.33", False), ("10/3", "3.34", True),
     ("10/3", "3", True), ("(75/100)*100", "75", False), ("1,000*.5", "500", False), ("2-.5*2", "1", False),
     ("1/0", "1", None), ("__import__('os')", "1", None), ("2**99999999", "1", None)],
)  # fmt: skip
def test_annotations_are_evaluated_exactly(expression: str, result: str, false: bool | None) -> None:
    assert corruptions().is_false(expression, result) is false
