"""Operations on matrices and complex numbers, written out or named in the statement."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, understand, verify

A, B = "[[1, 2], [3, 4]]", "[[0, 1], [1, 0]]"
READ = [
    (f"Add the matrices {A} and {B}.", f"calculate {A} + {B}"),
    (f"Subtract the matrix {B} from the matrix {A}.", f"calculate {A} - {B}"),
    (f"Given A = {A} and B = {B}, take B away from A.", f"calculate {A} - {B}"),
    (f"What is the matrix {A} minus the matrix {B}?", f"calculate {A} - {B}"),
    (f"Find the matrix 3A for A = {A}.", f"calculate 3 * {A}"),
    (f"Let A = {A} and B = {B}. Find 2A - 3B.", f"calculate 2 * {A} - 3 * {B}"),
    (f"Let A = {A} and B = {B}. What is BA?", f"calculate {B} * {A}"),
    (f"Multiply the matrices {A} and {B}, in this order.", f"calculate {A} * {B}"),
    (f"Let A = {A} and v = (5, 6), a column. Find Av.", f"calculate {A} * (5, 6)"),
    (f"Where does the matrix {A} take the point (5, 6)?", f"calculate {A} * (5, 6)"),
    (f"For A = {A}, what is det(A)?", f"calculate det({A})"),
    (r"Let $A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$. Find $\det(A)$.", f"calculate det({A})"),
    (f"The matrix A = {A} is given. Find A + A.", f"calculate {A} + {A}"),
    (f"If A = {A}, find the trace of A.", f"calculate tr({A})"),
    (f"Let A = {A}. Find A^-1.", f"calculate {A}^(-1)"),
    ("What is the transpose of [[1, 2, 3], [4, 5, 6]]?", "calculate transpose([[1, 2, 3], [4, 5, 6]])"),
    ("Let z = 3 + 4i and w = 1 - 2i. Find zw.", "calculate (3 + 4i)(1 - 2i)"),
    ("Let z = 3 + 4i and w = 1 - 2i. Subtract w from z.", "calculate 3 + 4i - (1 - 2i)"),
    ("What is 3 + 4i minus 1 - 2i?", "calculate 3 + 4i - (1 - 2i)"),
    ("How far is the complex number 3 + 4i from 0?", "calculate |3 + 4i|"),
    ("For z = 3 + 4i, what is |z|?", "calculate |3 + 4i|"),
    (
        "The numbers 3 + 4i and 1 - 2i are multiplied, with i^2 = -1. What comes out?",
        "calculate (3 + 4i)(1 - 2i)",
    ),
]
NOT_READ = [
    # Sizes that do not fit, no inverse, a name without a value, two values of one name, two questions.
    "Find the sum of the matrices [[1, 2], [3, 4]] and [[1, 2, 3], [4, 5, 6]].",
    "Find the inverse of [[1, 2], [2, 4]].",
    f"Let A = {A}. Find A + C.",
    f"Let A = {A} and A = {B}. Find 2A.",
    f"Find the determinant of {A} and its inverse.",
    f"Let A = {A}. Find 2A for the rest of the year.",
    f"Solve AX = B for A = {A} and B = [[5], [6]].",
    "Let x = 3. Find 2x.",
    "What is 10 minus 4 minus 3?",
]


@pytest.mark.parametrize(("statement", "words"), READ)
def test_what_is_asked(statement: str, words: str) -> None:
    goal = understand(statement)
    assert goal is not None
    assert goal.read_as == words


@pytest.mark.parametrize("statement", NOT_READ)
def test_what_is_not_read(statement: str) -> None:
    assert understand(statement) is None


def test_a_modulus_is_a_number() -> None:
    statement = "Find the modulus of 5 - 12i."
    assert (
        verify(statement, ["size = 5^2 + 12^2 = 169", "modulus = sqrt(169) = 13"]).answer
        is AnswerStatus.RIGHT
    )
    assert verify(statement, ["modulus = sqrt(169) = 17"]).answer is AnswerStatus.WRONG
    assert verify(statement, ["Answer: 17"]).answer is AnswerStatus.WRONG
    assert verify("", ["|3 + 4i| = 5"]).first_invalid is None
    assert verify("", ["|3 + 4i| = 7"]).first_invalid == 1
