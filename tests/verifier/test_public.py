"""The public API: three functions and a reward, each usable alone, light to import."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import coe

NAMES = ["verify", "equivalent", "parse", "answer_reward"]
ALONE = """
import coe, sys
{call}
heavy = {{"sympy", "numpy", "torch", "transformers", "trl", "datasets"}} & set(sys.modules)
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    "call",
    ["assert coe.verify('Solve for x: 2x + 5 = 13', 'x = 9').first_invalid == 1",
     "assert coe.verify('', ['2 + 2 = 4']).lines[0].status == 'valid'",
     "assert coe.equivalent('1/2', '50%') is True",
     "assert coe.parse('x = 4').claims[0].sides[0] == ('var', 'x')",
     "assert coe.answer_reward(['#### 4'], answer=['4']) == [1.0]"],
)  # fmt: skip
def test_each_is_usable_alone_and_loads_nothing_heavy(call: str) -> None:
    subprocess.run([sys.executable, "-c", ALONE.format(call=call)], check=True, capture_output=True)


def test_a_draft_may_be_a_text_or_lines() -> None:
    lines = ["48/2 = 24", "48 + 24 = 72", "Answer: 72"]
    assert coe.verify("How many?", "\n".join(lines), "72") == coe.verify("How many?", lines, "72")
    assert coe.verify("How many?", "").lines == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_docstring_says_what_is_not_promised(name: str) -> None:
    text = inspect.getdoc(getattr(coe, name)) or ""
    assert "not promised" in " ".join(text.lower().split())


@pytest.mark.parametrize("name", NAMES)
def test_it_is_exported(name: str) -> None:
    assert name in coe.__all__
    assert getattr(coe, name) is getattr(sys.modules["coe.verifier"], name)
