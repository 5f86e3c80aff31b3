"""Unicode signs to ASCII ones; hidden characters refused."""

import pytest

from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.normalise import normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [("5 − 3 = 2", "5 - 3 = 2"), ("5 – 3 = 2", "5 - 3 = 2"), ("84 ÷ 2 = 42", "84 / 2 = 42"),
     ("3 × 4 = 12", "3 * 4 = 12"), ("x² ≥ 0", "x^2 >= 0"), ("x⁻¹ = 1/x", "x^(-1) = 1/x"),
     ("2 + 2 ≠ 4", "2 + 2 != 4"), ("1½ = 1.5", "(1 1/2) = 1.5"), ("√16 = 4", "sqrt(16) = 4"),
     ("2πr = 5", "2 pi r = 5"), ("x₁ = 2", "x_1 = 2"), ("θ = 3", "theta = 3"), ("３ + ４ = ７", "3 + 4 = 7"),
     ("x ∈ (−∞, 2)", "x ∈ (-oo, 2)"), ("x\u00a0= 4", "x = 4"), ("x = 4 — done", "x = 4; done"),
     ("5 — 3 = 2", "5 - 3 = 2")],
)  # fmt: skip
def test_reads_as_ascii_does(text: str, plain: str) -> None:
    statement = read_line(text)
    assert not statement.error
    assert statement.claims
    assert statement.claims == read_line(plain).claims


@pytest.mark.parametrize("text", ["4\u200b2", "x\u202e = 4", "\ufeffx = 4", "x\u0007 = 4²", "\u00ad4"])
def test_hidden_characters_are_refused(text: str) -> None:
    with pytest.raises(ParseFailure):
        normalise(text)
