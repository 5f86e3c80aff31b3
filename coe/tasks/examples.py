"""Five example problems by name, each with a worked solution and a wrong draft to start from."""

from __future__ import annotations

from coe.problem import Problem
from coe.verifier import fill_spans


def _example(
    name: str, family: str, statement: str, answer: str, derivation: tuple[str, ...], wrong: tuple[str, ...]
) -> Problem:
    return Problem(
        statement=statement,
        answer=answer,
        solution=tuple(fill_spans(line) for line in derivation),
        derivation=derivation,
        drafts=(wrong,),
        family=family,
        source="example",
        metadata={"name": name},
    )


EXAMPLES = {
    problem.metadata["name"]: problem
    for problem in (
        _example(
            "apples", "word_one_step", "Sam has 3 apples and buys 5 more. How many apples does Sam "
            "have now?", "8",
            ("total = 3 + 5 = {3 + 5}",), ("total = 3 + 5 = 9",),
        ),
        _example(
            "linear", "linear_equations", "Solve for x: 2x + 5 = 13", "x = 4",
            ("2x = {13 - 5}", "x = {8 / 2}"), ("2x = 18", "x = 9"),
        ),
        _example(
            "square", "expand", "Expand (x + 2)^2", "x^2 + 4x + 4",
            ("= x^2 + {2 * 2}x + {2^2}",), ("= x^2 + 4",),
        ),
        _example(
            "percent", "percent", "What is 15% of 200?", "30",
            ("= 15/100 * 200", "= {15/100 * 200}"), ("= 15 * 200", "= 3000"),
        ),
        _example(
            "rectangle", "rectangles", "Find the area of a rectangle 8 cm by 5 cm.", "40",
            ("area = 8 * 5 = {8 * 5}",), ("area = 8 + 5 = 13",),
        ),
    )
}  # fmt: skip
"""Name -> problem."""
