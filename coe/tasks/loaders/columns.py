"""Any JSON, JSONL, CSV, TSV, Parquet or Arrow file, or folder of them (a Hugging Face data set), by columns.

A column is named in the options (`?statement=Question&answer=Final`) or found by its usual names. A
solution is text, one line a step, or a list of lines.
"""

from __future__ import annotations

from coe.errors import ProblemError
from coe.problem import Problem
from coe.tasks.loaders.files import file_names, read_rows
from coe.tasks.loaders.loader import Loader, Record, one_line, plain_number
from coe.tasks.loaders.spec import Spec
from coe.tasks.loaders.worked import sentences, worked_problem

USUAL = {
    "statement": ("statement", "question", "problem", "problem_text", "prompt", "query", "instruction"),
    "answer": ("answer", "final_answer", "target", "ground_truth", "expected_answer", "output"),
    "solution": ("solution", "rationale", "reasoning", "steps"),
    "difficulty": ("difficulty", "level"),
    "family": ("family", "subject", "type", "category"),
}
"""Names that a column is looked for under, in this order, where the options do not name it."""


def problem_of(record: Record, spec: Spec) -> Problem:
    """A row as a problem.

    Raises:
        ProblemError: a named column is missing, or there is no statement.
    """
    statement = _field(record, spec, "statement")
    if not isinstance(statement, str) or not statement.strip():
        raise ProblemError(
            "no statement; name its column with ?statement=NAME; columns: "
            + ", ".join(map(str, record))[:200]
        )
    answer = _field(record, spec, "answer")
    lines = _lines(_field(record, spec, "solution"))
    difficulty = _field(record, spec, "difficulty")
    about = {"difficulty": difficulty} if isinstance(difficulty, int) else {}
    if answer is None:
        return Problem(one_line(statement), metadata=about)
    return worked_problem(one_line(statement), one_line(plain_number(answer)), lines, **about)


def _field(record: Record, spec: Spec, name: str) -> object:
    column = spec.columns.get(name)
    if column is not None:
        if column not in record:
            raise ProblemError(f"no column {column!r}; columns: {', '.join(map(str, record))[:200]}")
        return record[column]
    return next((record[usual] for usual in USUAL[name] if record.get(usual) is not None), None)


def _lines(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return sentences(value)
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return value
    raise ProblemError("a solution is text or a list of lines")


LOADER = Loader("file", "any file or folder by columns", read_rows, problem_of, file_names)
