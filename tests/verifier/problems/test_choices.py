"""Multiple choice: options at the end of a statement, letters in lines, and what decides between them."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, check_answer, explain, understand, verify
from coe.verifier.problems.choices import choices_of, letter_in

GCD = "Find the gcd of 12 and 18. (A) 2 (B) 6 (C) 36 (D) 216"
BOAT = "A boat needs 4 hours for 40 miles. What is its average speed? A: 1, B: 9, C: 10, D: 36"


@pytest.mark.parametrize(
    "statement",
    [
        "How many? (A) 4 (B) 1/2 (C) x = 3, y = 4",
        "How many? A) 4 B) 1/2 C) x = 3, y = 4",
        "How many?\nA. 4\nB. 1/2\nC. x = 3, y = 4.",
        "How many? A: 4, B: 1/2, C: x = 3, y = 4",
        "Point A) moves. How many? (A) 4, (B) 1/2; (C) x = 3, y = 4",
    ],
)
def test_options_are_found(statement: str) -> None:
    choices = choices_of(statement)
    assert choices is not None
    assert choices.asked.endswith("How many?")
    assert dict(choices.options) == {"A": "4", "B": "1/2", "C": "x = 3, y = 4"}


@pytest.mark.parametrize(
    "statement",
    [
        "Two angles are given. A: 30, B: 60. What is C?",
        "How many? (A) 4 (B) 5",
        "How many? (A) 4 (C) 5 (D) 6",
        "How many? (A) (B) (C) 5",
        "A : B : C = 3 : 4 : 5",
    ],
)
def test_what_is_no_choice(statement: str) -> None:
    assert choices_of(statement) is None


@pytest.mark.parametrize(
    ("line", "letter"),
    [
        ("Answer: B", "B"), ("The answer is (B).", "B"), ("So the correct choice is option B", "B"),
        ("(B)", "B"),
        (r"\\boxed{\\text{(B)}}", "B"), ("#### B", "B"), ("B) 6", "B"), ("Answer: B) 36", ""), ("B or C", ""),
        ("Answer: E", ""), ("Answer: b", ""), ("A = 4", ""), ("Answer: 6", ""),
    ],
)  # fmt: skip
def test_letters_are_found(line: str, letter: str) -> None:
    assert letter_in(GCD, line.replace("\\\\", "\\")) == letter
    assert letter_in("Find the gcd of 12 and 18.", line) == ""


def test_an_understood_problem_decides_between_the_letters() -> None:
    goal = understand(GCD)
    assert goal is not None
    assert goal.read_as == "calculate gcd(12, 18), of 4 options"
    for letter in "ABCD":
        report = verify(GCD, [f"Answer: {letter}"])
        assert report.answer is (AnswerStatus.RIGHT if letter == "B" else AnswerStatus.WRONG)
        assert report.lines[0].status is (LineStatus.VALID if letter == "B" else LineStatus.INVALID)
        assert report.answer_text == letter
    assert explain(GCD, ["The answer is C."]) == ("line 1: does not follow: 36, but the problem gives 6",)


def test_a_value_is_as_good_as_its_letter() -> None:
    for answer, status in (("6", AnswerStatus.RIGHT), ("36", AnswerStatus.WRONG)):
        assert verify(GCD, [f"Answer: {answer}"], "B").answer is status
        assert check_answer([f"Answer: {answer}"], "B", GCD) is status


def test_where_no_option_or_several_are_right_letters_are_not_judged() -> None:
    for options in ("(A) 2 (B) 3 (C) 36", "(A) 6 (B) 12/2 (C) 36"):
        statement = f"Find the gcd of 12 and 18. {options}"
        report = verify(statement, ["Answer: B"])
        assert report.lines[0].status is LineStatus.UNCHECKED
        assert report.answer is AnswerStatus.UNKNOWN
        assert verify(statement, ["Answer: B"], "B").answer is AnswerStatus.RIGHT


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["speed = 40 / 4 = 10", "Answer: C"], LineStatus.VALID),
        (["speed = 40 / 4 = 10", "Answer: B"], LineStatus.UNCHECKED),
        (["speed = 40 / 4 = 11", "Answer: C"], LineStatus.UNCHECKED),
        # The other options are what comes out on the way.
        (["speed = 40 / 4 = 10", "rest = 36 / 4 = 9", "Answer: C"], LineStatus.UNCHECKED),
    ],
)
def test_where_the_problem_is_not_understood_the_last_value_decides(
    lines: list[str], status: LineStatus
) -> None:
    assert understand(BOAT) is None
    assert verify(BOAT, lines).lines[-1].status is status


def test_a_letter_may_rest_on_an_invalid_line() -> None:
    report = verify("Find the gcd of 12 and 18. (A) 2 (B) 6 (C) 36 (D) 216", ["gcd = 36", "Answer: C"])
    assert report.lines[0].status is LineStatus.INVALID
    assert report.lines[1].rests_on == 1
