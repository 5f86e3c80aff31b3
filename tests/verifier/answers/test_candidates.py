"""Finding the answer's own text in a longer text."""

from __future__ import annotations

import threading
import time

import pytest

from coe.verifier import equivalent
from coe.verifier.answers.candidates import find_answer
from coe.verifier.answers.reading import read_answer

FOUND = [
    ("42", "42"),
    (r"so $x = \boxed{42}$.", "42"),
    (r"\boxed{\frac{1}{2}}", r"\frac{1}{2}"),
    (r"\boxed{1}, then \boxed{2} after a check", "2"),
    (r"\boxed{1} and \boxed{2}", "1, 2"),
    (r"$\boxed{28}$ percent", r"28\%"),
    (r"\boxed{28}\%", r"28\%"),
    (r"\fbox{7}", "7"),
    (r"\boxed 7", "7"),
    (r"\boxed{4", "4"),
    (r"\boxed{\boxed{5}}", r"\boxed{5}"),
    (
        r"The area is \boxed{255}. Later: Final Answer: The final answer is $10,455$. I hope it is correct.",
        "10,455",
    ),
    ("some work\n#### 1,200", "1,200"),
    ("#### 5\n#### 6", "6"),
    ("The answer is 4.", "4."),
    ("**Answer:** 4", "4"),
    ("The answer is 4. Wait. The answer is 5.", "5."),
    ("Answer: 70\nAnswer: 72", "72"),
    ("The final answer is: $x = 3$", "x = 3"),
    ("Therefore 12 is the answer.", "Therefore 12"),
    ("First $x = 1$, so in the end $y = 2$.", "y = 2"),
    ("The largest $n$ is 34.", "34"),
    ("There are many ways. In total the number of ways is 120", "120"),
    ("Janet makes $18 every day.", "Janet makes $18 every day."),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_the_last_stated_answer_is_found(text: str, expected: str) -> None:
    assert find_answer(text).text == expected


CORRECTED = [
    ("The answer is 4. Wait, it is 5.", "5"),
    ("The answer is 4. No, 5.", "5"),
    ("The answer is 4, no, 5.", "5"),
    ("The answer is 4. I mean 5.", "5"),
    ("The answer is 4. Actually x = 5.", "5"),
    ("The answer is 4. Wait, that's wrong. It is 5.", "5"),
    (r"\boxed{4}. Wait, it is 5.", "5"),
    (r"\boxed{4}. Actually, \boxed{5}", "5"),
    ("#### 4\nWait, I made a mistake. It should be 5.", "5"),
    ("Wait, let me check. The answer is 4.", "4"),
    ("The answer is 4. Wait, let me check: 2 + 2 = 4.", "4"),
    ("The answer is 4. There is no other solution, 5 is too large.", "4"),
    ("The answer is 4. Actually, I am sure.", "4"),
    ("No, the answer is 4", "4"),
]


@pytest.mark.parametrize(("text", "last"), CORRECTED)
def test_a_correction_counts(text: str, last: str) -> None:
    assert equivalent(text, last) is True
    assert equivalent(text, {"4": "5", "5": "4"}[last]) is False


def test_an_answer_taken_back_states_none() -> None:
    text = "The answer is 4. Wait, that is wrong."
    assert equivalent(text, "4") is False


GUESSED = [
    "about 5", "around 5", "roughly 5", "~5", "≈ 5", "approximately 5", "x ≈ 5", "The answer is about 5.",
    "5 or so",
    "5 approximately", "5 (approximately)", "maybe 5", "perhaps 5", "probably 5", "It is probably 5",
    "It could be 5",
    "The number of ways is about 5", "The answer is 5, I guess", r"about $5$", "close to 5",
]  # fmt: skip


@pytest.mark.parametrize("text", GUESSED)
def test_a_guess_is_no_answer(text: str) -> None:
    assert equivalent(text, "5") is False
    assert equivalent("5", text) is False


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("approximately 3.14", "3.14"),
        (r"x \approx 3.33", "3.33"),
        ("sqrt(26) ≈ 5", "sqrt(26)"),
        ("x = sqrt(26) ≈ 5", "sqrt(26)"),
        ("There are about 5 cats, so the answer is 6", "6"),
    ],
)
def test_a_rounding_with_its_decimals_or_its_value_is_one(text: str, same: str) -> None:
    assert equivalent(text, same) is True


HEDGED = [
    "4? no, 5?",
    "The answer is 4. Or maybe 5.",
    "4, maybe 5",
    "Perhaps 4, perhaps 5",
    r"\boxed{4}, or possibly 5",
    "I am not sure: 4 or 5",
]


@pytest.mark.parametrize("text", HEDGED)
def test_a_choice_between_values_states_none(text: str) -> None:
    assert find_answer(text).hedged
    assert equivalent("4", text) is False
    assert equivalent("5", text) is False


@pytest.mark.parametrize("text", ["4?", "Is it 4?", "Answer: x = 4?", r"\boxed{4}?", r"Is it $4$?", "4 (?)"])
def test_a_question_states_no_answer(text: str) -> None:
    assert find_answer(text).hedged


@pytest.mark.parametrize("text", ["Is it 4? Yes: 4", r"Is it \boxed{4}? Yes.", "How many are left? 4"])
def test_one_value_is_no_choice(text: str) -> None:
    assert not find_answer(text).hedged


@pytest.mark.parametrize(
    "text",
    [
        "The answer is not 5.", "I don't think it is 5", "The answer cannot be 5", "more than 5", "at most 5",
        "not 5", "twice 5", "5 or more", "5 squared", "5 factorial", "5 below zero", "5 is wrong",
    "none of 5",
        "ln|5|", "f(5)", "6 = 5", "> 5", "5 ≠ 6", "2 + 3 = 5 * 2 = 5", "between 4 and 5", "5 less than 9",
    ],
)  # fmt: skip
def test_words_around_a_value_are_not_dropped(text: str) -> None:
    assert equivalent("5", text) is not True


HOSTILE = [
    "$" * 50_001, r"\boxed{" * 9000, r"\boxed{1}" * 6000, "answer " * 8000, "the answer is " * 4000,
    "answer" + " " * 49_000, "answer is:" * 5000, r"\[" * 25_000, "$$" * 25_000, "$a " * 16_000,
    "####" * 12_000,
    "is 5 " * 10_000, "a\n" * 25_000, "\n" * 50_000, "and " * 12_000, r"\boxed{1} and " * 4000,
    "$1$ and " * 7000,
    "maybe 4? " * 6000, "is the answer " * 4000, ". A" * 16_000, "[[" * 900, "[[1,2]," * 250, "(1+i)^8" * 200,
    r"\begin{pmatrix}" * 120, "A) " * 600, "1;" * 900, "±1," * 600, "one " * 480, "half " * 380, "∪" * 1900,
    r"0.\overline{3}" * 130, "((1+i)^8" * 20 + ")" * 20, "sin(8x+8y+8z)*" * 20 + "1", "3:30:" * 500,
    "x=1;" * 480,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_is_quick_from_a_thread(text: str) -> None:
    # Time of this thread, so that a busy machine does not count.
    seconds: list[float] = []

    def read() -> None:
        start = time.thread_time()
        read_answer(text)
        equivalent(text, "$x = \\sin 2x + i$")
        seconds.append(time.thread_time() - start)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert seconds[0] < 0.5
