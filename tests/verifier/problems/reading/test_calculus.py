"""Problems of calculus, understood and judged without a reference."""

from __future__ import annotations

import pytest

from coe.verifier import verify
from coe.verifier.problems.understanding import understand
from coe.verifier.report import AnswerStatus, LineStatus, LineVerdict

V, U, X = LineStatus.VALID, LineStatus.UNCHECKED, LineStatus.INVALID


def lines(problem: str, *draft: str) -> list[LineStatus]:
    found: tuple[LineVerdict, ...] = verify(problem, draft).lines
    return [verdict.status for verdict in found]


@pytest.mark.parametrize(
    ("problem", "right", "wrong"),
    [
        ("Find f'(2) if f(x) = x^3", "12", "8"),
        ("Let f(x) = x^3 - 3x. Find f'(2).", "f'(2) = 9", "f'(2) = 6"),
        ("Find the derivative of f(x) = x^3 at x = 2", "12", "8"),
        ("Differentiate f(x) = x^2 + 3x with respect to x", "f'(x) = 2x + 3", "f'(x) = 2x"),
        ("Differentiate y = x^2 sin x", "dy/dx = 2x sin x + x^2 cos x", "dy/dx = 2x cos x"),
        ("If y = 3x^2 + 2x, find dy/dx.", "dy/dx = 6x + 2", "dy/dx = 6x + 3"),
        (r"Find $\frac{dy}{dx}$ if $y = \sin(3x)$.", r"$3\cos(3x)$", r"$\cos(3x)$"),
        (r"Find \frac{d}{dx}(x^3)", "3x^2", "3x^3"),
        ("Find the second derivative of x^4", "12x^2", "4x^3"),
        ("Given f(x) = x^2 + 1, find f''(x)", "2", "2x"),
        ("Find the slope of the tangent to y = x^3 at x = 2", "12", "8"),
        (r"Evaluate \int_0^2 x^2 \, dx", r"\frac{8}{3}", "8"),
        (r"Evaluate $\int_0^1 (3x^2+1)\,dx$.", "2", "3"),
        (r"Evaluate \int_0^1 e^x dx", "e - 1", "e"),
        ("Evaluate the integral of x^2 from 0 to 2", "8/3", "4"),
        ("Integrate 2x from 0 to 3", "9", "6"),
        (r"Calculate \int 2x dx", "x^2 + C", "2x^2 + C"),
        (r"Evaluate \int x \cos x \, dx", "x sin x + cos x + K", "x sin x - cos x + K"),
        ("Find the antiderivative of 3x^2", "x^3", "6x"),
        ("Find the limit of (x^2-1)/(x-1) as x approaches 1", "2", "0"),
        ("Find the limit of 1/x as x approaches infinity", "0", "1"),
        (r"Evaluate \lim_{x \to 0} \frac{\sin 2x}{x}", "2", "1"),
        (r"Find \lim_{x \to 0^+} \frac{1}{x}", r"\infty", "0"),
        (r"Evaluate \sum_{k=1}^{10} k^2", "385", "384"),
        ("Find the sum of the first n natural numbers", "n(n+1)/2", "n(n-1)/2"),
        ("Find the sum of the first 100 positive integers", "5050", "5000"),
        ("Find the sum of the first n odd numbers", "n^2", "n^2 + n"),
        ("Find the tangent line to y = x^2 at x = 3", "y = 6x - 9", "y = 6x - 8"),
        ("Find the equation of the tangent to f(x) = x^2 at (3, 9)", "y - 9 = 6(x - 3)", "y = 9"),
        ("Find the critical points of f(x) = x^3 - 3x", "x = 1 or x = -1", "x = 1"),
        ("Find the maximum value of f(x) = -x^2 + 4x + 1", "5", "Answer: 2"),
        ("Find the minimum value of f(x) = x^2 - 6x + 11", "2", "Answer: 3"),
        ("Evaluate log_2 8", "3", "4"),
        ("Evaluate sin(30°)", "1/2", "1"),
        (r"What is the value of \cos\frac{\pi}{3}?", r"\frac12", r"\frac{\sqrt3}{2}"),
    ],
)
def test_answers(problem: str, right: str, wrong: str) -> None:
    assert verify(problem, [right]).answer is AnswerStatus.RIGHT
    assert verify(problem, [wrong]).answer is not AnswerStatus.RIGHT
    assert verify(problem, [f"Answer: {wrong.removeprefix('Answer: ')}"]).answer is AnswerStatus.WRONG


def test_what_was_read_is_shown() -> None:
    assert verify("Evaluate the integral of x^2 from 0 to 2", []).read_as == "calculate ∫_(0)^(2) (x^2) dx"
    assert verify("Differentiate y = x^2", []).read_as == "differentiate x^2 with respect to x"


@pytest.mark.parametrize(
    "problem",
    [
        # No polynomial, a word that would be skipped.
        "Find the maximum value of f(x) = x^3 - 3x",
        "Find the maximum value of f(x) = x^2",
        "Find the derivative of the number of apples",
        "Find f'(2) if g(x) = x^3",
        "Find the maximum of 5 and 7",
    ],
)
def test_not_understood(problem: str) -> None:
    assert understand(problem) is None


def test_steps_of_a_derivative() -> None:
    problem = "Let f(x) = x^3 - 3x. Find f'(2)."
    assert lines(problem, "f'(x) = 3x^2 - 3", "f'(2) = 3*4 - 3 = 9") == [V, V]
    assert lines(problem, "f'(x) = 3x^2", "f'(2) = 12") == [X, X]


def test_steps_of_a_definite_integral() -> None:
    problem = r"Evaluate \int_0^2 x^2 \, dx"
    draft = [
        r"\int x^2 dx = \frac{x^3}{3} + C",
        r"\left[\frac{x^3}{3}\right]_0^2",
        r"= \frac{8}{3} - 0",
        "8/3",
    ]
    assert lines(problem, *draft) == [V, V, V, V]
    assert lines(problem, r"\int x^2 dx = 2x + C", "x^3/3") == [X, U]


def test_steps_of_a_tangent() -> None:
    problem = "Find the tangent line to y = x^2 at x = 3"
    draft = ["y = x^2", "x = 3", "y = 3^2 = 9", "dy/dx = 2x", "y - 9 = 6(x - 3)", "y = 6x - 9"]
    assert lines(problem, *draft) == [V] * 6
    assert lines(problem, "y = 8", "dy/dx = 3x", "y = 6x + 9") == [X, X, X]


def test_steps_to_critical_points() -> None:
    problem = "Find the critical points of f(x) = x^3 - 3x"
    draft = ["f'(x) = 3x^2 - 3", "f'(x) = 0", "3x^2 = 3", "x = ±1", "f(1) = -2"]
    assert lines(problem, *draft) == [V] * 5
    assert lines(problem, "3x^2 - 3 = 0", "x = 1") == [V, X]


def test_steps_of_a_limit() -> None:
    problem = r"Evaluate \lim_{x \to 1} \frac{x^2-1}{x-1}"
    draft = [r"= \lim_{x \to 1} \frac{(x-1)(x+1)}{x-1}", r"= \lim_{x \to 1} (x+1)", "= 1 + 1", "= 2"]
    assert lines(problem, *draft) == [V] * 4
    assert lines(problem, r"= \lim_{x \to 1} (x-1)") == [X]


def test_a_function_of_the_draft_is_differentiated() -> None:
    assert lines("", "f(x) = x^2 + 1", "f'(x) = 2x", "f'(3) = 6") == [U, V, V]
    assert lines("", "f(x) = x^2 + 1", "f'(x) = 2x + 1", "f'(3) = 5") == [U, X, X]
    # An equation to solve is no claim about the derivative.
    assert lines("", "f(x) = x^2 + 1", "f'(x) = 0")[1] is not X
