"""LaTeX of school mathematics: known commands only."""

import pytest

from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.latex import from_latex, is_latex
from coe.verifier.syntax.lexer import ParseFailure


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{1}{2} + \frac{1}{3} = \frac{5}{6}", "(1/2) + (1/3) = (5/6)"),
        (r"\frac12 = 0.5", "(1/2) = 0.5"),
        (r"2\frac{1}{2} = 2.5", "2 1/2 = 2.5"),
        (r"\dfrac{3}{4} \times 8 = 6", "(3/4) * 8 = 6"),
        (r"\(2^{10} = 1024\)", "2^(10) = 1024"),
        (r"\sqrt[3]{8} = 2", "root(8, 3) = 2"),
        (r"\sqrt{16} = 4", "sqrt(16) = 4"),
        (r"x^{2} \ge 0", "x^2 >= 0"),
        (r"\left( 2 + 3 \right) \cdot 2 = 10", "(2 + 3) * 2 = 10"),
        (r"10 \div 2 \ne 4", "10 / 2 != 4"),
        (r"a_{1} = 3", "a_1 = 3"),
        (r"\log_{2}{8} = 3", "log_2(8) = 3"),
        (r"\$5 + \$3 = \$8", "$5 + $3 = $8"),
        (r"5\% = 0.05", "5% = 0.05"),
        (r"$$x = 4$$", "x = 4"),
        (r"\sin(\pi) = 0", "sin(pi) = 0"),
        (r"\binom{5}{2} = 10", "binomial(5, 2) = 10"),
    ],
)
def test_reads_as_plain_text_does(latex: str, plain: str) -> None:
    statement = read_line(latex)
    assert not statement.error
    assert statement.claims == read_line(plain).claims


@pytest.mark.parametrize(
    "text",
    [r"\input{/etc/passwd}", r"\def\x{1}", r"\frac{1}", r"\frac{1}{2", r"\quad x}", "\\", r"\begin{x}"],
)
def test_refused(text: str) -> None:
    with pytest.raises(ParseFailure):
        from_latex(text)


def test_money_is_no_delimiter() -> None:
    assert not is_latex("$5 + $7.50 = $12.50")
    assert not is_latex("$5 and $6 make $11: 5 + 6 = 11")
    assert is_latex("$x = 4$")
    assert is_latex("$5 + 3 = 8$")


def test_the_last_box_is_given() -> None:
    assert from_latex(r"\boxed{3} and \boxed{x = \frac{1}{2}}")[1] == "x = ((1)/(2))"
    assert from_latex("x^{2}")[1] is None
