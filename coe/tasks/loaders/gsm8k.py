"""GSM8K (Cobbe et al. 2021): {"question", "answer"}, the answer's lines with calculator annotations.

"48/2 = <<48/2=24>>24 clips" becomes the line "48/2 = 24 clips" with the derivation "48/2 = {48/2} clips"; a
result that the annotation rounds or writes in another way stays as it is written. "#### 72" is the reference.
"""

from __future__ import annotations

import re

from coe.errors import CalculatorError, ProblemError
from coe.problem import Problem
from coe.tasks.loaders.files import file_names, read_rows
from coe.tasks.loaders.loader import Loader, Record, text_of
from coe.tasks.loaders.spec import Spec
from coe.tasks.loaders.worked import worked_problem
from coe.verifier import fill_spans

_ANNOTATION = re.compile(r"<<([^<>=]*)=([^<>]*)>>")
_NUMBER = re.compile(r"-?(?:\d[\d,]*)?\.?\d+")
_REFERENCE = "####"


def problem_of(record: Record, spec: Spec) -> Problem:
    """A row as a problem.

    Raises:
        ProblemError: it has no question, or its answer has no "#### number" at its end.
    """
    statement = text_of(record, "question")
    text = record.get("answer")
    if not isinstance(text, str):
        raise ProblemError("answer must be text")
    body, separator, reference = text.rpartition(_REFERENCE)
    reference = reference.strip().replace(",", "")
    if not separator or not reference:
        raise ProblemError(f'the answer does not end with "{_REFERENCE} number"')
    return worked_problem(statement, reference, map(with_spans, body.splitlines()))


def with_spans(line: str) -> str:
    """A line without annotations, their results as calculator spans where those give the same text."""
    parts: list[str] = []
    rest = line.replace("{", "(").replace("}", ")")
    while match := _ANNOTATION.search(rest):
        parts.append(rest[: match.start()])
        rest = rest[match.end() :]
        written = _NUMBER.match(rest)
        span = "{" + match[1].strip() + "}"
        if written and _value(span) == written[0]:
            parts.append(span)
            rest = rest[written.end() :]
    return " ".join(("".join(parts) + rest).split())


def _value(span: str) -> str | None:
    try:
        return fill_spans(span)
    except CalculatorError:
        return None


LOADER = Loader("gsm8k", "GSM8K: question and annotated answer", read_rows, problem_of, file_names)
