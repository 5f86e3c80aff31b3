"""Brackets that belong together."""

from __future__ import annotations

import pytest

from coe.verifier.syntax.brackets import closing, opening


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("f(x)", 1, 3), ("((a)(b))", 0, 7), ("((a)(b))", 4, 6), ("[0, 1)", 0, 5), ("f({x})", 1, 5)],
)
def test_pairs(text: str, start: int, end: int) -> None:
    assert closing(text, start) == end
    assert opening(text, end) == start


def test_without_a_partner() -> None:
    assert closing("f((x)", 1) is None
    assert opening("x))", 2) is None
