"""Values of functions that the statement defines."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, understand, verify


@pytest.mark.parametrize(
    ("statement", "lines", "wrong"),
    [
        ("If f(x) = x^2 + 1, find f(3).", ("f(3) = 3^2 + 1", "= 10"), "12"),
        ("Given f(x) = 2x - 4, what is f(5)?", ("f(5) = 10 - 4", "6"), "f(5) is 7"),
        ("Let f(x) = 2x + 1 and g(x) = x^2. Find f(g(3)).", ("g(3) = 9", "f(9) = 19", "19"), "49"),
        ("Let $f(x) = 2x - 4$. What is $f(f(5))$?", ("f(5) = 6", "f(6) = 8"), "6"),
        ("What is f(2) + f(3) if f(x) = x^2?", ("4 + 9 = 13",), "25"),
        (r"If $f(x)=\frac{x+1}{x-1}$, what is the value of $f(5)$?", (r"\frac{6}{4}", r"\frac{3}{2}"), "2"),
        ("If f(x) = sqrt(x), find f(8).", ("f(8) = sqrt(8)", "2sqrt(2)"), "4"),
        ("Consider the function h(t) = 5t - t^2; compute h(-2).", ("5(-2) - (-2)^2", "-10 - 4", "-14"), "-6"),
    ],
)
def test_the_value(statement: str, lines: tuple[str, ...], wrong: str) -> None:
    report = verify(statement, lines)
    assert {line.status for line in report.lines} == {LineStatus.VALID}
    assert report.outcome is Outcome.SOLVED
    assert verify(statement, [f"The answer is {wrong.rpartition(' ')[2]}"]).answer is AnswerStatus.WRONG


def test_a_wrong_value_of_the_function_is_invalid() -> None:
    report = verify("If f(x) = x^2 + 1, find f(3).", ["f(3) = 9 + 1 = 11"])
    assert report.lines[0].status is LineStatus.INVALID


@pytest.mark.parametrize(
    "statement",
    [
        # No value there; a letter is left; another function; one defined by itself; too large.
        "If f(x) = 1/x, find f(0).",
        "If f(x) = sqrt(x), find f(-8).",
        "If f(x) = 2x, find f(a + 1).",
        "If f(x) = 2x, find g(3).",
        "Given f(x) = x^2 + kx and f(2) = 10, find f(3).",
        "If f(x) = x f(x - 1), find f(3).",
        "If f(x) = 3x - 2, find x such that f(x) = 7",
        "If f(x) = 2^x, find f(f(f(5))).",
        "If f(x) = x^2 for x > 0 and f(x) = x for x <= 0, find f(-3).",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None
