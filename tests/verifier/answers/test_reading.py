"""Kinds that only answers have, and words as numbers, times, choices."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coe.verifier import equivalent, final_answer
from coe.verifier.answers.reading import read_answer
from coe.verifier.answers.words import choice_of, number_in_words, time_of, with_number, word_of
from coe.verifier.expressions.expr import Expr

NUMBERS = [
    ("zero", 0), ("seven", 7), ("twenty-five", 25), ("one hundred and five", 105), ("a hundred", 100),
    ("two thousand three hundred", 2300), ("one million", 10**6), ("minus four", -4), ("three and a half",
    Fraction(7, 2)),
    ("two thirds", Fraction(2, 3)), ("a quarter", Fraction(1, 4)), ("half", Fraction(1, 2)),
    ("nine hundred ninety-nine thousand nine hundred ninety-nine", 999_999),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers_in_words(text: str, value: Fraction) -> None:
    assert number_in_words(text) == value


@pytest.mark.parametrize(
    "text", ["", "and", "five twenty", "two three", "hundred", "twenty zero", "thousand million", "cat", "a"]
)
def test_other_words_are_no_numbers(text: str) -> None:
    assert number_in_words(text) is None


def test_a_number_in_words_in_front_of_others() -> None:
    assert with_number("twenty-five apples") == "25 apples"
    assert with_number("half a dollar") == "0.5 dollar"
    assert with_number("red apples") is None


TIMES = [
    ("3:30 pm", 930, "pm"), ("3:30 P.M.", 930, "pm"), ("12 am", 0, "am"), ("12:15 pm", 735, "pm"), ("noon",
    720, "pm"),
    ("15:30", 930, ""), ("3 o'clock", 180, ""), ("3:30", 210, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "minutes", "half"), TIMES)
def test_times(text: str, minutes: int, half: str) -> None:
    time = time_of(text)
    assert time is not None
    assert time[1:3] == (minutes, half)


@pytest.mark.parametrize("text", ["3:60", "13:00 pm", "0 am", "25:00", "3", "3:4", "1:2:3"])
def test_other_texts_are_no_times(text: str) -> None:
    assert time_of(text) is None


CHOICES = [
    ("(B)", ("B", "")), ("(b)", ("B", "")), ("B)", ("B", "")), ("option C", ("C", "")), ("B) 12", ("B",
    "12")),
    ("B. 12", ("B", "12")), ("(B) x + 1", ("B", "x + 1")), ("b. cat", None), ("f(x)", None), ("(x)", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_choices(text: str, expected: tuple[str, str] | None) -> None:
    assert choice_of(text) == expected


def test_words() -> None:
    assert word_of("True") == word_of("yes") == "yes"
    assert word_of("There is no solution") == "no solution"
    assert word_of("no real roots") == "no real solution"
    assert word_of("DNE") == "undefined"
    assert word_of("nothing") == ""


KINDS = [
    ("[[1, 2], [3, 4]]", "matrix"),
    (r"\begin{bmatrix}1\\2\end{bmatrix}", "matrix"),
    ("(B)", "choice"),
    ("3:30 pm", "time"),
    ("204_5", "based"),
    ("3:4", "ratio"),
    ("{1, 2}", "seq"),
    ("(-oo, 2) U (3, oo)", "union"),
    ("yes", "word"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds(text: str, kind: str) -> None:
    side: Expr = read_answer(text).claims[-1].sides[-1]
    assert side[0] == kind


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Answer: (B)", "(B)"),
        (r"so \boxed{\begin{pmatrix}1\\2\end{pmatrix}}", "[[1], [2]]"),
        ("The answer is 3:30 pm.", "3:30 pm"),
        ("#### 204_5", "54 (written in base 5)"),
        ("Answer: noon", "12:00 pm"),
        ("Answer: 9:05", "9:05"),
    ],
)
def test_kinds_are_final_answers_and_print(line: str, text: str) -> None:
    assert final_answer([line]) == text


UNREADABLE = [r"\begin{pmatrix}1&2\\3\end{pmatrix}", r"\undefinedcommand{3}", "12 34 56", "1.2.3"]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_not_readable_is_not_judged_right(text: str) -> None:
    assert equivalent(text, "3") is not True
    assert equivalent(text, text) is not True


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (r"\begin{pmatrix}1&2\end{pmatrix}\begin{pmatrix}3\\4\end{pmatrix}", "11", True),
        (r"2\begin{pmatrix}1\\2\end{pmatrix}", "(2, 4)", True),
        (r"\begin{pmatrix}1\\2\end{pmatrix}-\begin{pmatrix}1\\1\end{pmatrix}",
    r"\begin{pmatrix}0\\1\end{pmatrix}", True),
        (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix}1&2\end{pmatrix}", False),
        (r"\begin{pmatrix}1\\2\end{pmatrix}", "{1, 2}", False),
        ("(x + i)(x - i)", "x^2 + 1", True),
        ("1/(1 + i)", "(1 - i)/2", True),
        ("sqrt(-4)", "2i", True),
        ("i^2", "-1", True),
        ("i", "-i", False),
        ("(1 + i)^8", "16", True),
        ("sin 75 degrees", "(sqrt(6) + sqrt(2))/4", True),
        ("cos(x + y)", "cos x cos y - sin x sin y", True),
        ("cos(x + y)", "cos x cos y + sin x sin y", False),
        ("x sin x", "sin x", False),
        ("sin(x/2)^2", "(1 - cos x)/2", True),
        ("tan 2x", "2tan(x)/(1 - tan(x)^2)", True),
        ("2 million", "2,000,000", True),
        ("2 million", "2", False),
        ("2 dozen", "24", True),
        ("60°", "pi/3 rad", True),
        ("30°", "30 radians", False),
        ("pi/3", "pi/3 radians", True),
        ("5 feet 6 inches", "11", None),
        ("1 hour 30 minutes", "31", None),
        ("x^2 = 4", "x = 2 or x = -2", True),
        ("x^2 = 4", "x = 2", False),
        ("2x > 6", "x > 3", True),
        ("x + y > 2", "2x + 2y > 4", True),
        ("x + y > 2", "x + y < 2", False),
        ("x + y > 2", "-x - y < -2", True),
    ],
)  # fmt: skip
def test_values_beyond_the_real_numbers_and_rewritten_ones(a: str, b: str, expected: bool | None) -> None:
    assert equivalent(a, b) is expected
