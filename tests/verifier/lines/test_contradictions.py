"""False equations of numbers: what a problem states wrongly, and what shows that it has no solution."""

from __future__ import annotations

import pytest

from coe.verifier import LineStatus, Reason, understand, verify

CANCELS = "Solve 2x + 3 = 2x + 8"
GIVEN = [
    "Given that 2 + 2 = 5, find x if x = 2 + 2.",
    "Given x + 1 = 3 and 2 + 2 = 5, find x.",
    "If 2 + 2 = 5 and x = 3, what is x?",
    "Solve 2 + 2 = 5 and x = 3",
    "Solve x = 2 + 2 = 5",
    "Solve the system: x + y = 3, 2 + 2 = 5",
    "Given that 2 + 2 = 5, what is 3 + 3?",
]


@pytest.mark.parametrize("statement", GIVEN)
def test_what_a_statement_says_wrongly_of_numbers_is_no_ground(statement: str) -> None:
    assert understand(statement) is None
    report = verify(statement, ["2 + 2 = 5", "2 + 2 = 4", "4 = 5"])
    assert [verdict.reason for verdict in report.lines] == [Reason.FALSE, Reason.TRUE, Reason.FALSE]


@pytest.mark.parametrize(
    "statement", ["Solve x = x + 1", "If x + 2 = x + 3, find x.", CANCELS, "Solve |x| = -3", "Solve x^2 = -1",
                  "Solve the system: x + y = 3, x + y = 4"]
)  # fmt: skip
def test_from_a_problem_without_solution_not_everything_follows(statement: str) -> None:
    for line in ("2 + 2 = 5", "2 * 3 = 7", "1 + 1 = 3"):
        assert verify(statement, [line]).lines[0].status is not LineStatus.VALID
    for line in ("2 + 2 = 5", "1 + 1 = 3"):
        if "|" not in statement and "^" not in statement and "system" not in statement:
            assert verify(statement, [line]).lines[0].reason is Reason.FALSE


@pytest.mark.parametrize(
    "line", ["3 = 8", "0 = 5", "0 = 8 - 3", "3 - 3 = 8 - 3", "-5 = 0", "6 = 16", "3/2 = 4"]
)
def test_the_contradiction_is_shown(line: str) -> None:
    assert verify(CANCELS, [line]).lines[0].reason is Reason.FOLLOWS
    assert verify("Solve 2x + 3 = 8", [line]).lines[0].reason is Reason.FALSE


def test_a_root_that_leads_to_nothing_is_left_open() -> None:
    assert verify("Solve sqrt(x) = -2", ["sqrt(4) = -2"]).lines[0].status is LineStatus.UNCHECKED
