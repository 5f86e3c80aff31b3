"""Problem records: both shapes in, one out, and errors that name the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.errors import ProblemError
from coe.problem import Problem, read_json, read_jsonl, write_jsonl

TEXT = st.text(min_size=1).filter(str.strip)
OLDER = {
    "task_id": "t7",
    "problem_text": "Solve for x: 2x + 5 = 13",
    "ground_truth": "x = 4",
    "initial_solutions": ["2x = 18\\nx = 9", ["2x = 8"]],
    "metadata": {"level": 1},
}


@given(TEXT, st.none() | st.text(), st.lists(st.text()))
def test_a_record_is_read_back_as_it_was(statement: str, answer: str | None, lines: list[str]) -> None:
    problem = Problem(statement, answer, tuple(lines), drafts=(tuple(lines),), family="f")
    assert Problem.from_dict(json.loads(json.dumps(problem.to_dict()))) == problem


def test_the_id_is_a_hash_of_statement_and_answer_alone() -> None:
    first = Problem("2 + 2", "4", family="a", metadata={"x": 1})
    assert first.id == Problem("2 + 2", "4", family="b").id
    assert len({first.id, Problem("2 + 2", "5").id, Problem("2 + 3", "4").id, Problem("2 + 2").id}) == 4


def test_the_older_shape_is_read() -> None:
    problem = Problem.from_dict(OLDER)
    assert (problem.statement, problem.answer) == ("Solve for x: 2x + 5 = 13", "x = 4")
    assert problem.drafts == (("2x = 18", "x = 9"), ("2x = 8",))
    assert problem.metadata == {"level": 1, "task_id": "t7"}


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    problems = [Problem(f"{n} + 1", str(n + 1)) for n in range(5)]
    path = tmp_path / "p.jsonl"
    assert write_jsonl(problems, path) == 5
    assert list(read_jsonl(path)) == problems
    single = tmp_path / "p.json"
    single.write_text(json.dumps(problems[0].to_dict()))
    assert read_json(single) == problems[:1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "expected an object, found list"),
        ('{"statement": 3}', "statement must be text"),
        ('{"statement": " "}', "needs a statement"),
        ('{"statement": "a", "solution": "b"}', "solution must be a list"),
        ('{"statement": "a", "metadata": []}', "metadata must be an object"),
        ('{"statement": "a", "metadata": 3}', "metadata must be an object"),
        ('{"statement": "a", "answr": "b"}', "unknown field 'answr'"),
        ('{"statement": "a", "drafts": 3}', "drafts must be a list"),
        ('{"statement": "a", "solution": ["b"], "derivation": ["b", "c"]}', "differ in length"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"statement": "1 + 1"}\n\n' + line + "\n")
    with pytest.raises(ProblemError, match=r"p\.jsonl:3: ") as caught:
        list(read_jsonl(path))
    assert told in str(caught.value)


def test_a_missing_or_binary_file_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "b.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.jsonl", binary):
        with pytest.raises(ProblemError, match=path.name):
            list(read_jsonl(path))
