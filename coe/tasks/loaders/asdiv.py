"""ASDiv (Miao et al. 2020): ASDiv.xml, or its rows in any file; {"Body", "Question", "Answer", "Formula"}.

Names of columns are taken in any case, with "-" or "_": "Solution-Type" in XML, "solution_type" on the hub.

XML is read by defusedxml with document types refused: no entity is expanded, nothing outside is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.errors import ProblemError
from coe.problem import Problem
from coe.tasks.loaders.arithmetic import equation_line
from coe.tasks.loaders.files import file_names, read_rows
from coe.tasks.loaders.loader import Loader, RawRow, Record, plain_number, text_of
from coe.tasks.loaders.spec import Spec
from coe.tasks.loaders.worked import worked_problem

_END = re.compile(r"[.?!,;:]$")
_UNIT = re.compile(r"\s*\(([^()]*)\)\s*$")
_LONGEST_FIELD = 20_000


def problem_of(record: Record, spec: Spec) -> Problem:
    """A row as a problem. The unit in "9 (apples)" goes to the metadata; of "5 (red); 3 (blue)" the values
    are the answer.

    Raises:
        ProblemError: a column is missing.
    """
    fields = {str(key).lower().replace("_", "-"): value for key, value in record.items()}
    body = text_of(fields, "body")
    statement = f"{body if _END.search(body) else body + '.'} {text_of(fields, 'question')}"
    written = plain_number(fields.get("answer"))
    unit = _UNIT.search(written)
    answer = ", ".join(_UNIT.sub("", part).strip() or part.strip() for part in written.split(";"))
    line = equation_line(str(fields.get("formula", "")), answer)
    about = {"subject": str(fields.get("solution-type", "")), "unit": unit[1] if unit else ""}
    return worked_problem(statement, answer, [line] if line else [], **about)


def rows(spec: Spec) -> Iterator[RawRow]:
    """The problems of an XML file as rows; other files as they are."""
    path = Path(spec.path).expanduser()
    if path.suffix.lower() == ".xml" and path.is_file():
        yield from _xml_rows(path)
    else:
        yield from read_rows(spec)


def files(spec: Spec) -> list[str]:
    """The files that `rows` reads."""
    path = Path(spec.path).expanduser()
    return [str(path)] if path.suffix.lower() == ".xml" and path.is_file() else file_names(spec)


def _xml_rows(path: Path) -> Iterator[RawRow]:
    tree: Any = require("defusedxml.ElementTree", "data")
    forbidden = require("defusedxml", "data").DefusedXmlException
    number = 0
    try:
        with path.open("rb") as stream:
            for _, element in tree.iterparse(stream, events=("end",), forbid_dtd=True):
                if element.tag == "Problem":
                    number += 1
                    yield _row(f"{path}: problem {number}", element)
                    element.clear()
    except forbidden as error:
        raise ProblemError(f"{path}: a document type or entity, which is refused: {error}") from error
    except (tree.ParseError, OSError, ValueError) as error:
        raise ProblemError(f"{path}, after problem {number}: {error}") from error


def _row(place: str, element: Any) -> RawRow:
    record = {child.tag: "".join(child.itertext()) for child in element}
    if any(len(text) > _LONGEST_FIELD for text in record.values()):
        return RawRow(place, None, f"a field of more than {_LONGEST_FIELD} characters")
    return RawRow(place, record)


LOADER = Loader("asdiv", "ASDiv: body, question, formula, answer", rows, problem_of, files)
