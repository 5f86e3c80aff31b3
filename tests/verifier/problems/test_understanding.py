"""Phrasings that are understood, and statements that are not."""

from __future__ import annotations

import pytest

from coe.verifier import understand

UNDERSTOOD = {
    "solve 2x + 5 = 13 for x": [
        "Solve for x: 2x + 5 = 13",
        "Solve: 2x + 5 = 13",
        "solve the equation 2x + 5 = 13 for x.",
        "Find x if 2x + 5 = 13",
        "Find x when 2x + 5 = 13.",
        "Find the value of x: 2x + 5 = 13",
        "Find the value of x such that 2x + 5 = 13",
        "What is x if 2x + 5 = 13?",
        "Determine x: 2x + 5 = 13",
        "What value of x satisfies 2x + 5 = 13?",
        "What values of x satisfy 2x + 5 = 13?",
        "If 2x + 5 = 13, what is x?",
        "If 2x + 5 = 13, find x.",
        "Solve $2x + 5 = 13$",
        "Find all real solutions of 2x + 5 = 13",
        "Solve 2x + 5 = 13 over the reals",
        "2x + 5 = 13",
        "Find all values of x that satisfy 2x + 5 = 13.",
        "Find all real values of x satisfying 2x + 5 = 13",
        "Find all x that satisfy the equation 2x + 5 = 13",
        "Find the value of x which satisfies the equation 2x + 5 = 13",
    ],
    "solve x/4 = 9/12 for x": ["Solve the proportion x/4 = 9/12."],
    "solve 2x - y = 4 for x": ["Solve for x in terms of y: 2x - y = 4"],
    "solve 2x + y = 7, x - y = 2 for x and y": [
        "Solve the system: 2x + y = 7, x - y = 2",
        "Solve the system of equations: 2x + y = 7; x - y = 2",
        "Find x and y if 2x + y = 7 and x - y = 2.",
    ],
    "calculate (12 + 5) * 3": [
        "Calculate (12 + 5) * 3",
        "Compute (12 + 5) * 3.",
        "Evaluate: (12 + 5) * 3",
        "Work out (12 + 5) * 3",
        "What is (12 + 5) * 3?",
        "Find the value of (12 + 5) * 3",
        "(12 + 5) * 3 = ?",
    ],
    "expand (x + 2)(x - 5)": [
        "Expand (x + 2)(x - 5)",
        "Expand: (x + 2)(x - 5).",
        "Multiply out (x + 2)(x - 5)",
        "Remove the brackets: (x + 2)(x - 5)",
    ],
    "factor x^2 + 5x + 6": [
        "Factor x^2 + 5x + 6",
        "Factorise x^2 + 5x + 6.",
        "Factorize completely: x^2 + 5x + 6",
        "Factor completely x^2 + 5x + 6",
        "Write x^2 + 5x + 6 as a product of factors",
    ],
    "simplify 3x + 5 + 2x": [
        "Simplify 3x + 5 + 2x",
        "Simplify: 3x + 5 + 2x",
        "Collect like terms: 3x + 5 + 2x",
        "Collect like terms in 3x + 5 + 2x",
    ],
    "calculate 15% * 200": ["What is 15% of 200?", "Find 15% of 200", "Calculate 15 percent of 200"],
    "calculate 80(1 + 25%)": ["Increase 80 by 25%", "What is 80 increased by 25%?"],
    "calculate 80(1 - 25%)": ["Decrease 80 by 25%", "What is 80 decreased by 25%?"],
    "calculate 20% * 150": ["What number is 20% of 150?"],
    "calculate 2 * 3^2 - 3": ["If x = 3, what is 2x^2 - x?", "Find 2x^2 - x when x = 3"],
    "calculate 2^2 + 3^2": ["If a = 2 and b = 3, evaluate a^2 + b^2."],
    "calculate 5^2": ["What is 5 squared?", "What is the square of 5?"],
    "calculate 1/(3/4)": ["Find the reciprocal of 3/4."],
    "calculate -7": ["What is the additive inverse of 7?"],
    "calculate 1/2 + 1/3 + 1/6": ["Find the sum 1/2 + 1/3 + 1/6"],
    "simplify 18/24": ["Reduce 18/24 to lowest terms.", "Write 18/24 in simplest form"],
    "calculate 3 + 5": ["Find the sum of 3 and 5", "What is the sum of 3 and 5?"],
}


@pytest.mark.parametrize(
    ("read_as", "statement"), [(key, text) for key, texts in UNDERSTOOD.items() for text in texts]
)
def test_understood(read_as: str, statement: str) -> None:
    goal = understand(statement)
    assert goal is not None
    assert goal.read_as == read_as


@pytest.mark.parametrize(
    "statement",
    [
        "Tom has 3 apples and buys 5 more. How many has he?",
        "Find x",
        "Solve",
        "",
        "What is x?",
        "Solve for y: 2x = 8",
        "Solve a + b = 3",
        "Calculate the cost of 5 apples",
        "Solve 2x + 5 = 13 and explain why 7 is odd",
        # Of which of the two is the square, or the sum?
        "What is 2/3 squared?",
        "Find the square of x + 1",
        "Find the sum 3 and 4",
        "If x = 3 and y > 2, what is xy?",
        "If x = 2, find y = 3x + 1",
        "x" * 5000,
    ],
)
def test_not_understood(statement: str) -> None:
    assert understand(statement) is None
