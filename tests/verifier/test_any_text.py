"""No text at all breaks `verify`: it gives one verdict a line, in time, whatever problem and lines say."""

from __future__ import annotations

import gc
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coe.verifier import check_answer, equivalent, explain, understand, verify

EXAMPLES = int(os.environ.get("COE_FUZZ_EXAMPLES", "150"))
SLOWEST = 2.0
"""Seconds of processor time for one draft."""

WORDS = """
x y n total 2 13 0.5 1/2 100% $5 km = == < > <= ≈ ± + - * / ^ ( ) [ ] { } , ; : . ! | or and so of Answer:
the answer is Let sqrt sin log Solve for Calculate Expand Factor Simplify What \\frac{1}{2} \\boxed{4}
π ∞ ∈ ∪ ² ½ <script> \x1b[31m \u200b no solution yes #### 3:4
"""
PIECES = st.sampled_from(WORDS.split())
SALAD = st.lists(PIECES, max_size=9).map(" ".join)

NUMBERS = st.one_of(
    st.integers(0, 120).map(str),
    st.sampled_from(
        ["0.5", "3.14", "1/2", "2 1/3", "1,234", "1e3", "15%", "$4.50", "½", "twelve", "2 km", "3 hours"]
    ),
    st.sampled_from([r"\frac{3}{4}", r"\sqrt{2}", r"\pi", "π", "√5", "oo", "-∞", "9" * 60, "10^30", "50!"]),
)
NAMES = st.sampled_from(
    ["x", "y", "n", "t", "x_1", "theta", "total", "number of apples", "e", "i", "f(x)", "xy"]
)
FUNCTIONS = st.sampled_from(
    ["sqrt", "sin", "cos", "tan", "ln", "log", "log_2", "abs", "exp", "gcd", "floor", "sin^2", "asin"]
)
OPERATORS = st.sampled_from(["+", "-", "*", "/", "^", "×", "÷", "−", "·", " ", "±", r"\cdot ", "mod", "of"])


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, OPERATORS, inner).map(" ".join),
        st.tuples(FUNCTIONS, inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"|{text}|"),
        inner.map(lambda text: f"[{text}, 9)"),
        inner.map(lambda text: f"{{{text}, {text}}}"),
        st.tuples(inner, st.sampled_from(["^2", "²", "!", "%", "^{-1}", "^(1/2)", "°", "_2"])).map("".join),
        st.tuples(inner, inner).map(lambda parts: rf"\frac{{{parts[0]}}}{{{parts[1]}}}"),
        st.tuples(inner, inner).map(lambda parts: rf"\int_{{{parts[0]}}}^{{{parts[1]}}} x dx"),
        st.tuples(inner, inner).map(lambda parts: rf"\sum_{{k=1}}^{{{parts[0]}}} ({parts[1]})"),
        st.tuples(inner, inner).map(lambda parts: rf"\lim_{{x \to {parts[0]}}} {parts[1]}"),
        st.tuples(inner, inner).map(
            lambda parts: rf"\begin{{pmatrix}} {parts[0]} & 1 \\ {parts[1]} & 2 \end{{pmatrix}}"
        ),
    )


EXPRESSIONS = st.recursive(NUMBERS | NAMES, _combined, max_leaves=7)
RELATIONS = st.sampled_from(
    ["=", "=", "=", "<", ">", "<=", "≥", "≠", "≈", "!=", "is", "∈", r"\implies", "=>", ":="]
)
CLAIMS = st.one_of(
    st.tuples(EXPRESSIONS, RELATIONS, EXPRESSIONS).map(" ".join),
    st.tuples(EXPRESSIONS, RELATIONS, EXPRESSIONS, RELATIONS, EXPRESSIONS).map(" ".join),
    EXPRESSIONS.map(lambda text: f"= {text}"),
    EXPRESSIONS,
)
LEADS = st.sampled_from(
    ["", "", "", "So ", "Answer: ", "Let ", "If ", "#### ", "The answer is ", "d/dx ", "f'(x) = ", "since "]
)
JOINS = st.sampled_from(["", "", " or ", " and ", ", ", " so ", "; ", " where ", " if ", " because "])
LINES = st.tuples(LEADS, CLAIMS, JOINS, CLAIMS).map("".join) | st.tuples(LEADS, CLAIMS).map("".join)
ASKED = st.sampled_from(
    ["Solve {}", "Solve for x: {}", "Simplify {}", "Expand {}", "Factor {}", "Calculate {}", "What is {}?",
     "Find the derivative of {}", "Integrate {}", "Find the limit of {} as x approaches 0",
     "Solve the system: {}, x - y = 1", "What is the greatest common divisor of {} and 18?", "How many? {}",
     "Is {} prime?", "Find the 10th term of the sequence {}", "Solve the inequality {}",
     "A circle has a radius of {}. Find its area.", "{}"]
)  # fmt: skip
STATEMENTS = st.tuples(ASKED, CLAIMS).map(lambda parts: parts[0].replace("{}", parts[1])) | SALAD
DRAFTS = st.lists(LINES | SALAD | st.text(max_size=30), max_size=4)


def check(statement: str, lines: list[str], reference: str | None) -> None:
    """Everything that holds for any text."""
    gc.disable()  # to collect what hypothesis has kept after long runs takes seconds of its own
    try:
        _check(statement, lines, reference)
    finally:
        gc.enable()


def _check(statement: str, lines: list[str], reference: str | None) -> None:
    start = time.process_time()
    report = verify(statement, lines, reference)
    assert len(report.lines) == len(explain(statement, lines, reference, report)) == len(lines)
    if reference is not None:
        check_answer(lines, reference, statement)
        for line in lines[-1:]:
            assert equivalent(line, reference) == equivalent(reference, line)
    assert time.process_time() - start < SLOWEST


@settings(max_examples=EXAMPLES, deadline=None)
@given(SALAD, st.lists(SALAD | st.text(max_size=30), max_size=4), st.none() | SALAD)
def test_a_salad_of_words_gets_verdicts(statement: str, lines: list[str], reference: str | None) -> None:
    check(statement, lines, reference)


@settings(max_examples=EXAMPLES, deadline=None)
@given(STATEMENTS, DRAFTS, st.none() | LINES)
def test_every_line_of_school_grammar_gets_a_verdict(
    statement: str, lines: list[str], reference: str | None
) -> None:
    check(statement, lines, reference)


FOUND = (Path(__file__).parents[1] / "data" / "fuzz_findings.jsonl").read_text("utf-8").splitlines()


@pytest.mark.parametrize("row", FOUND, ids=lambda row: json.loads(row)["why"])
def test_what_fuzzing_has_found_stays_mended(row: str) -> None:
    case = json.loads(row)
    understand(case["problem"])
    check(case["problem"], case["lines"], case["reference"])


@pytest.mark.parametrize("line", ["<script>", "< 5", "= 4", "> 3 or < 2", "≈ 2.5", "= = 4"])
def test_a_line_that_starts_with_a_relation_can_stand_alone(line: str) -> None:
    assert len(verify("evil", ["red = 4", line]).lines) == 2
