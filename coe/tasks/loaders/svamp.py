"""SVAMP (Patel et al. 2021): {"Body", "Question", "Equation", "Answer"}; the equation is the solution."""

from __future__ import annotations

import re

from coe.problem import Problem
from coe.tasks.loaders.arithmetic import equation_line
from coe.tasks.loaders.files import file_names, read_rows
from coe.tasks.loaders.loader import Loader, Record, plain_number, text_of
from coe.tasks.loaders.spec import Spec
from coe.tasks.loaders.worked import worked_problem

_END = re.compile(r"[.?!]$")


def problem_of(record: Record, spec: Spec) -> Problem:
    """A row as a problem.

    Raises:
        ProblemError: a column is missing.
    """
    if "question_concat" in record:
        statement = text_of(record, "question_concat")
    else:
        body = text_of(record, "Body")
        statement = f"{body if _END.search(body) else body + '.'} {text_of(record, 'Question')}"
    answer = plain_number(record.get("Answer"))
    line = equation_line(str(record.get("Equation", "")), answer)
    about = {"subject": str(record.get("Type", ""))}
    return worked_problem(statement, answer, [line] if line else [], **about)


LOADER = Loader("svamp", "SVAMP: body, question, equation, answer", read_rows, problem_of, file_names)
