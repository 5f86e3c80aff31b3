"""Every line of every family's worked solutions is judged, the last line too."""

from __future__ import annotations

import pytest

from coe.tasks.catalogue import family_names, make_problem
from coe.verifier import LineStatus, verify

EACH = 8


@pytest.mark.parametrize("family", family_names())
def test_no_line_is_left_open(family: str) -> None:
    for index in range(EACH):
        problem = make_problem(family, "test", 41, index)
        report = verify(problem.statement, problem.solution)
        lines = zip(problem.solution, report.lines, strict=True)
        open_lines = [line for line, verdict in lines if verdict.status is not LineStatus.VALID]
        assert open_lines == [], problem.statement
