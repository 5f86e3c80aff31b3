"""Lines as pieces of words and TeX."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.typesetting import typeset


def shown(line: str) -> str:
    return "".join(f"${piece.text.strip()}$" if piece.mathematics else piece.text for piece in typeset(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2x + 5 = 13", "$2x+5=13$"),
        ("= x^2 + 0x - 36", "$=x^{2}+0x-36$"),
        ("x = 1/2 or x = -3", r"$x=\frac{1}{2}$ or $x=-3$"),
        ("3(x+2)/4 = ((x) + 1)/(x - 2)", r"$3\frac{x+2}{4}=\frac{\left(x\right)+1}{x-2}$"),
        ("(a)(b)/2", r"$\left(a\right)\frac{b}{2}$"),
        ("Subtract 5: 2x = 8", "Subtract $5$: $2x=8$"),
        ("eggs_left = 16 - 3 = 13", "eggs_left $=16-3=13$"),
        ("x^(-2) + 2^-3", "$x^{-2}+2^{-3}$"),
        ("area = pi * 5^2", r"area $=\pi \cdot 5^{2}$"),
        ("sqrt(2)x <= 45°", r"$\sqrt{2}x\le 45^{\circ}$"),
        ("a = 5", "$a=5$"),
        ("a dog", "a dog"),
        ("1,234.5", "$1{,}234.5$"),
        (r"\frac{1}{2} + 3", r"$\frac{1}{2} + 3$"),
        (r"so $\frac12$ it is", r"so $\frac12$ it is"),
        ("", ""),
    ],
)
def test_lines(line: str, expected: str) -> None:
    assert shown(line) == expected


@pytest.mark.parametrize(
    "line", [r"\href{javascript:alert(1)}{x}", r"\includegraphics{a}", r"\def\x{\x\x}\x", "x" * 500]
)
def test_unknown_commands_and_long_lines_stay_text(line: str) -> None:
    assert [piece.mathematics for piece in typeset(line)] == [False]


@given(st.text(max_size=60))
def test_any_text_is_set_and_loses_no_letter(line: str) -> None:
    pieces = typeset(line)
    assert all(piece.text for piece in pieces)
    letters = "".join(filter(str.isdigit, line))
    if line.isascii() and "\\" not in line:
        assert "".join(filter(str.isdigit, shown(line))) == letters
