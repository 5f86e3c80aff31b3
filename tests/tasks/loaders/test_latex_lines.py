"""Worked solutions in LaTeX as lines."""

from __future__ import annotations

import json
import time

import pytest

from coe.tasks.loaders.latex_lines import solution_lines
from coe.tasks.loaders.loading import load


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("We add 3. Then $x = 4.$ So $y = 5$.", ["We add 3.", "Then $x = 4.$", "So $y = 5$."]),
        ("There are $4! \\times 2! = 48$ ways! Good.", ["There are $4! \\times 2! = 48$ ways!", "Good."]),
        ("It is 2.5 m, i.e. Mr. Lee is right.", ["It is 2.5 m, i.e. Mr. Lee is right."]),
        (
            "We get\n\\[x = 2.\\]Therefore, $y = 3$, so\n\\[z = 4\\]and more.",
            ["We get \\[x = 2.\\]", "Therefore, $y = 3$, so \\[z = 4\\]and more."],
        ),
        (
            "Solving,\n\\begin{align*}\n2x &= 6 \\\\\n\\Rightarrow \\qquad x &= \\frac62 \\\\\n"
            "&= 3.\n\\end{align*}Done.",
            ["Solving,", "2x = 6", "x = \\frac62", "= 3.", "Done."],
        ),
        (
            "\\[\\left\\{ \\begin{aligned} x + y &= 3, \\quad\\Rightarrow\\\\ x &= 1 \\tag{1} "
            "\\end{aligned} \\right.\\]So $y = 2$.",
            ["x + y = 3,", "x = 1", "So $y = 2$."],
        ),
        (
            "\\begin{align*} A &= \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} "
            "\\\\ B \\& C &= 2 \\end{align*}",
            ["A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "B \\& C = 2"],
        ),
        ("One.\n\n\n  \n.\n\nTwo", ["One.", "Two"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert solution_lines(text) == lines


def test_a_long_line_is_cut_around_its_displays() -> None:
    display = f"\\[{'x + ' * 90}x = 3\\]"
    assert solution_lines(f"We find that {display}and {display}hold.") == [
        "We find that", display, "and", display, "hold.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["\\begin{align*}" * 1000, "$" * 16_000, " " * 16_000, "a. " * 5000, "\\[" * 8000, "\\(" * 8000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    solution_lines(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "solution", ["x" * 500, "$x = 1$. So it is. " * 50, "\\[" + "1 + " * 200 + "1\\]", "a" * 100_000]
)
def test_a_solution_that_no_draft_can_hold_is_left_out(tmp_path, solution: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"problem": "1 + 1?", "solution": f"{solution} $\\boxed{{2}}$"}), "utf-8")
    (problem,) = load(f"math:{path}")
    assert problem.answer == "2"
    assert problem.solution == ()
