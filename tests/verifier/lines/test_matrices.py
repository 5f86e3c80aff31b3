"""Lines about matrices: sums, products, powers, transposes, inverses, determinants; names of matrices."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, verify

TRUE = [
    "[[1, 2], [3, 4]] + [[1, 1], [1, 1]] = [[2, 3], [4, 5]]",
    "[[1, 2], [3, 4]] - [[1, 1], [1, 1]] = [[1 - 1, 2 - 1], [3 - 1, 4 - 1]] = [[0, 1], [2, 3]]",
    "2[[1, 2], [3, 4]] = [[2, 4], [6, 8]]",
    "[[2, 4], [6, 8]] / 2 = [[1, 2], [3, 4]]",
    "[[1, 2], [3, 4]][[5], [6]] = [[17], [39]]",
    "[[1, 2], [3, 4]] * (5, 6) = (17, 39)",
    "[[1, 2]] * [[3], [4]] = 11",
    "[[1, 2], [3, 4]]^T = [[1, 3], [2, 4]]",
    "[[1, 2], [3, 4]]^2 = [[7, 10], [15, 22]]",
    "[[1, 2], [3, 4]]^(-1) = 1/(1*4 - 2*3) * [[4, -2], [-3, 1]] = [[-2, 1], [3/2, -1/2]]",
    "[[1, 2, 3], [0, 1, 4], [5, 6, 0]]^-1 = [[-24, 18, 5], [20, -15, -4], [-5, 4, 1]]",
    "det([[1, 2], [3, 4]]) = 1*4 - 2*3 = -2",
    "det [[1, 2, 3], [4, 5, 6], [7, 8, 10]] = -3",
    "|[[1, 2], [3, 4]]| = -2",
    "tr([[1, 2], [3, 4]]) = 5",
    "The determinant of the matrix [[1, 2], [3, 4]] is -2",
    "The inverse of [[1, 2], [3, 4]] is [[-2, 1], [3/2, -1/2]]",
    "[[x, 1], [0, x]]^2 = [[x^2, 2x], [0, x^2]]",
    "k[[1, 2], [3, 4]] = [[k, 2k], [3k, 4k]]",
    "det [[a, b], [c, d]] = ad - bc",
    "[[a, b], [c, d]]^-1 = 1/(ad-bc) * [[d, -b], [-c, a]]",
    "A^T A = A^T A",
    "[[1/3, 2], [0, 1]] = [[0.33, 2], [0, 1]]",
    "[[1, 2], [3, 4]] * [[0, 1], [1, 0]] != [[0, 1], [1, 0]] * [[1, 2], [3, 4]]",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} + \begin{pmatrix} 1 & 1 \\ 1 & 1 \end{pmatrix}"
    r" = \begin{pmatrix} 2 & 3 \\ 4 & 5 \end{pmatrix}",
    r"$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \cdot \begin{bmatrix} 1 \\ 1 \end{bmatrix}"
    r" = \begin{bmatrix} 3 \\ 7 \end{bmatrix}$",
    r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix} = \det\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} = -2",
    r"\left(\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right)^{-1}"
    r" = \frac{1}{-2}\begin{pmatrix} 4 & -2 \\ -3 & 1 \end{pmatrix}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}^\top = \begin{pmatrix} 1 & 3 \\ 2 & 4 \end{pmatrix}",
]
FALSE = [
    "[[1, 2], [3, 4]] + [[1, 1], [1, 1]] = [[2, 3], [4, 6]]",
    "2[[1, 2], [3, 4]] = [[2, 4], [6, 9]]",
    "[[1, 2], [3, 4]] * [[5], [6]] = [[39], [17]]",
    "[[1, 2], [3, 4]]^T = [[1, 2], [3, 4]]",
    "[[1, 2], [3, 4]]^2 = [[1, 4], [9, 16]]",
    "[[1, 2], [3, 4]]^-1 = [[-2, 1], [1.5, 0.5]]",
    "det [[1, 2], [3, 4]] = 2",
    "The transpose of [[1, 2], [3, 4]] is [[1, 2], [3, 4]]",
    "[[1, 2], [3, 4]] * [[0, 1], [1, 0]] = [[0, 1], [1, 0]] * [[1, 2], [3, 4]]",
    "[[1, 2], [3, 4]] = [[1, 2, 0], [3, 4, 0]]",
    "[[1], [2]] = [[1, 2]]",
    "[[x, 1], [0, x]]^2 = [[x^2, x], [0, x^2]]",
    # No value: sizes that do not fit, no inverse, a division by zero.
    "[[1, 2], [3, 4]] * [[1, 2, 3]] = [[1, 2], [3, 4]]",
    "[[1, 2], [2, 4]]^-1 = [[1, 2], [2, 4]]",
    "[[1/0, 1], [1, 1]] * [[0, 0], [0, 0]] = [[0, 0], [0, 0]]",
    r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix} = 10",
]
OPEN = [
    # A name may be a matrix: numbers' rules do not hold for it, and an equation is none that must hold.
    "A^T A = A A^T",
    "tr(ABC) = tr(ACB)",
    "det(A) = det(B)",
    "[[1, 2], [3, 4]] * X = X * [[1, 2], [3, 4]]",
    "[[2, 1], [1, 3]] x = [[5], [10]]",
    "k[[1, 2]] = [[3, 6]]",
    "A = [[1, 2], [3, 4]]",
    "[[1, 2], [3, 4]] + 1 = [[2, 3], [4, 5]]",
    "[[1, 2], [3, 4]] = [1, 2]",
    "[[1, 2], [3]] = 4",
    "[[1, 2], [3, 4]]^100 = [[1, 2], [3, 4]]",
]


@pytest.mark.parametrize(
    ("lines", "status"),
    [(TRUE, LineStatus.VALID), (FALSE, LineStatus.INVALID), (OPEN, LineStatus.UNCHECKED)],
    ids=["true", "false", "open"],
)
def test_lines(lines: list[str], status: LineStatus) -> None:
    assert [line for line in lines if verify("", [line]).lines[0].status is not status] == []


def test_two_brackets_that_are_no_matrix() -> None:
    lines = ["[[2 + 1] * 2 + 4] * 3 = 30", "[[2]] + 3 = 5", "x ∈ [1, 2]"]
    assert [verify("", [line]).lines[0].reason for line in lines] == [
        Reason.TRUE,
        Reason.TRUE,
        Reason.NO_CLAIM,
    ]


NAMED = [
    ("A = [[1, 2], [3, 4]]", Reason.NO_CLAIM),
    ("B = [[0, 1], [1, 0]]", Reason.NO_CLAIM),
    ("AB = [[2, 1], [4, 3]]", Reason.FOLLOWS),
    ("BA = [[3, 4], [1, 2]]", Reason.FOLLOWS),
    ("AB = BA", Reason.FALSE),
    ("A^T = [[1, 3], [2, 4]]", Reason.FOLLOWS),
    ("(A + B)^T = [[1, 4], [3, 4]]", Reason.FOLLOWS),
    ("A^T = [[1, 2], [3, 4]]", Reason.FALSE),
    ("2A - 3B = [[2, 1], [3, 8]]", Reason.FOLLOWS),
    ("det(A) = 1*4 - 2*3 = -2", Reason.FOLLOWS),
    ("det A = 2", Reason.FALSE),
    ("|A| = -2", Reason.FOLLOWS),
    ("A^-1 = [[-2, 1], [3/2, -1/2]]", Reason.FOLLOWS),
    ("A = [[1, 2], [3, 5]]", Reason.DOES_NOT_FOLLOW),
    ("A * C = C * A", Reason.BEYOND),
]


def test_names_of_matrices() -> None:
    report = verify("Two tables are given.", [line for line, _ in NAMED])
    assert [verdict.reason for verdict in report.lines] == [reason for _, reason in NAMED]


def test_where_a_problem_speaks_of_matrices_capital_letters_are_no_numbers() -> None:
    assert verify("A story.", ["A * B = B * A"]).lines[0].status is LineStatus.VALID
    assert verify("Which of these hold for all matrices?", ["A * B = B * A"]).lines[0].reason is Reason.BEYOND


DRAFTS = [
    (
        "Let A = [[1, 2], [3, 4]] and B = [[0, 1], [1, 0]]. Find the product AB.",
        [
            "top left = 1 * 0 + 2 * 1 = 2",
            "AB = [[2, 1], [4, 3]]",
            "= [[2, 1], [4, 3]]",
            "Answer: [[2, 1], [4, 3]]",
        ],
        [
            "top left = 1 * 1 + 2 * 1 = 3",
            "AB = [[3, 4], [1, 2]]",
            "= [[3, 4], [1, 2]]",
            "Answer: [[3, 4], [1, 2]]",
            r"The answer is $\begin{pmatrix} 2 & 1 \\ 4 & 4 \end{pmatrix}$",
        ],
    ),
    (
        "Find the determinant of [[1, 2], [3, 4]].",
        ["determinant = 1 * 4 - 2 * 3 = -2", "det = 4 - 6 = -2", "Answer: -2"],
        ["determinant = 1 * 3 - 2 * 4 = -5", "det = 4 + 6 = 10", "Answer: 10"],
    ),
    (
        r"Find the inverse of \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}.",
        ["inverse = [[-2, 1], [1.5, -0.5]]", r"\begin{pmatrix} -2 & 1 \\ 1.5 & -0.5 \end{pmatrix}"],
        ["inverse = [[4, -2], [-3, 1]]", r"\begin{pmatrix} 4 & -2 \\ -3 & 1 \end{pmatrix}"],
    ),
    (
        "Apply the matrix [[1, 2], [3, 4]] to the vector (5, 6).",
        ["first = 1 * 5 + 2 * 6 = 17", "Answer: (17, 39)", "Answer: [[17], [39]]"],
        ["first = 1 * 5 + 2 * 6 = 16", "Answer: (39, 17)", "Answer: (17, 39, 0)"],
    ),
]


@pytest.mark.parametrize(("statement", "right", "wrong"), DRAFTS)
def test_drafts(statement: str, right: list[str], wrong: list[str]) -> None:
    for line in right:
        assert verify(statement, [line]).lines[0].status is LineStatus.VALID, line
    for line in wrong:
        assert verify(statement, [line]).lines[0].status is LineStatus.INVALID, line
    assert verify(statement, right).answer is AnswerStatus.RIGHT
    assert verify(statement, wrong).answer is AnswerStatus.WRONG
