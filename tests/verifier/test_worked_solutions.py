"""Lines of worked solutions in LaTeX that people write and that are right: none may be called invalid.

Beside each stands a line of the same kind that is wrong and stays invalid, where one can be known to be.
"""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, verify

INVALID, VALID, UNCHECKED = LineStatus.INVALID, LineStatus.VALID, LineStatus.UNCHECKED


def statuses(problem: str, *lines: str) -> list[LineStatus]:
    return [verdict.status for verdict in verify(problem, lines).lines]


@pytest.mark.parametrize(
    ("problem", "lines"),
    [
        # Values that one line lists, and no definition by two of them.
        (
            "How many holes does the graph of $y=\\frac{x}{x^2-3x-4}$ have?",
            ("We factor $x^2-3x-4=(x-4)(x+1)$.", "The denominator is $0$ for $x = 4$ and $x = -1$."),
        ),
        (
            "Find the smaller number in the riddle.",
            ("Both $n=6$ and $n=-2$ are possible, so the smaller is $n=-2$.",),
        ),
        # Letters named anew.
        (
            "What is $(7^2 - 5^2)^2 - 4^2$?",
            ("Let $a = 7$ and $b = 5$.", "Now, let $a = 24$ and $b = 4$."),
        ),
        # Trial values.
        (
            "Find $P$ and $Q$ with $P(x+1) + Q(x-2) = 5x - 1$ for all $x$.",
            ("Setting $x = 2$, we get $3P = 9$.", "Setting $x = -1$, we get $-3Q = -6$, so $Q = 2$."),
        ),
        # Cases.
        (
            "The largest solution of $|2x-1|=x+4$ is wanted.",
            (
                "In the first case,", "2x-1=x+4", "x=5",
                "In the second case,", "2x-1=-(x+4)", "3x=-3", "x=-1",
                "Since $x=5$ and $x=-1$ both work, we take $x=5$.",
            ),
        ),
        # Squaring lets a root in, and words take it out again.
        (
            "All $x$ with $x = \\sqrt{x+6}$ are wanted.",
            ("We have $x = \\sqrt{x+6}$.", "This gives $x^2 = x+6$.", "Thus $x=3$ or $x=-2$."),
        ),
        # Two conditions for one letter.
        (
            "For which $p$ do both hold?",
            ("The first gives $5p \\le 15$, so $p \\le 3$.", "We get $4p > 2$, so $p > \\frac{1}{2}$."),
        ),
        (
            "What is the domain of $\\frac{\\sqrt{x-4}}{x-9}$?",
            ("We need $x-4\\ge0 \\Rightarrow x \\ge 4$ and $x-9 \\ne 0 \\Rightarrow x \\ne 9$.",),
        ),
        ("$\\log x^4$ is defined for $x<a$ or $x>b$.", ("True for all $x$, except for $x = 0$.",)),
        # Functions that nobody wrote down are no factors.
        (
            "The function $g$ satisfies $g(x) + g(y) = g(x + y) - 2xy$. If $g(1) = 3,$ find $g(4).$",
            ("Let $x = y = 0.$", "We get $2g(0) = g(0) - 0.$", "g(2) - g(1) = 5,", "g(3) - g(2) = 7,"),
        ),
        (
            "Let $p(x)$ be a polynomial with $p(n) = 2n$ for $n = 1, 2$. Find all $n$ such that $p(n) = n$.",
            ("$p(1) = 2$ and $p(2) = 4$.", "$p(4) - p(2) = 4$"),
        ),
        # Letters that are complex numbers.
        (
            "Let $w$ be a complex number with $w^3 = 1$ and $w \\neq 1.$ Compute $w^2 + w.$",
            ("We have $w^3 = 1$.", "Since $w \\neq 1,$ $w^2 + w + 1 = 0.$", "So $w^2 + w = -1.$"),
        ),
        ("Let $h(z)=\\frac{z+i}{z}$ for complex $z$.", ("$(z+i)(1-i) = z - zi + i + 1$",)),
        # What an ellipsis leaves out is not known.
        ("Compute $1-3+5-7+ \\dots -99$.", ("$(1-3)+(5-7)+ \\dots +(97-99) = 25(-2) = -50$",)),
        ("Compute the product.", ("$(7-1)(7-2) \\dotsm (7-6) = 720$",)),
        # Equations under conditions of the problem are no identities.
        (
            "The ratio is the same in both plans. Find $x$ if $x\\neq0$.",
            ("(10+2x)(8-x)=(10+x)(8)", "80+6x-2x^2=80+8x", "-2x^2=2x"),
        ),
        # n a_1, thousands, vectors, signs with a meaning of their own.
        ("Find $n$.", ("We have $na_1 = 60$ and $na_1^2 = 120.$",)),
        ("How much is it?", ("It is $12,\\!000 \\cdot 2 = 24{,}000$.",)),
        ("How much is it?", ("It is $\\$12,\\!000 \\cdot 2 = \\$24,\\!000$, to the dollar.",)),
        (
            "Are they at right angles?",
            ("\\begin{pmatrix} 2\\\\1 \\end{pmatrix} \\cdot \\begin{pmatrix} 3\\\\-6 \\end{pmatrix} = 0",),
        ),
        (
            "Find the dot product of the vectors.",
            (
                "The dot product of $\\begin{pmatrix} 1 \\\\ -2 \\end{pmatrix}$ and "
                "$\\begin{pmatrix} 3 \\\\ -5 \\end{pmatrix}$ is \\[(1)(3) + (-2)(-5) = 13.\\]",
            ),
        ),
        ("The operation @ is defined as $a @ b = 2a + b$. What is $5 @ 3$?", ("We have $5@3=2(5)+3=13$.",)),
        ("For the operation $a * b = a^2 - b$, what is $3 * 4$?", ("$3 * 4 = 9 - 4 = 5$",)),
        # Congruences, whose modulus another line may name.
        ("Find $7^{20} + 8$ modulo $6$.", ("7^{20} + 8 \\equiv 1 + 8", "\\equiv 3")),
        # Powers with a unit; words behind a number that name what is found.
        ("How large is the tile?", ("$1 \\mbox{ foot}^2 = 12^2 \\mbox{ inches}^2 = 144 \\mbox{ inches}^2$",)),
        ("What is it worth?", ("Use $60/12$ to find that five crowns equals $\\frac{1}{2}\\cdot 8=4$.",)),
        # A line that was not read is no start for the next one.
        ("Simplify this.", ("2 + 3 = 5", "7 \\cos 20^\\circ) + 2", "= 4 + 5")),
    ],
)  # fmt: skip
def test_a_right_line_is_not_called_invalid(problem: str, lines: tuple[str, ...]) -> None:
    assert INVALID not in statuses(problem, *lines)


@pytest.mark.parametrize(
    ("problem", "lines", "number"),
    [
        ("A riddle.", ("We know that $3n + 4 = 19$.", "So $3n = 16$."), 2),
        ("A riddle.", ("Let $a = 7$.", "Then $a^2 = 49$.", "So $a = 8$."), 3),
        ("A riddle in two cases.", ("Case 1: $2 \\cdot 8 = 15$.",), 1),
        ("A riddle.", ("We need $x \\ge 104$.", "Thus $x \\ge 94$."), 2),
        ("A riddle.", ("We have $x < 3$.", "Thus $x > 5$."), 2),
        ("Let $f(x) = 2x + 1$. Find $f(3)$.", ("$f(3) = 8$",), 1),
        ("How much is it?", ("It is $12,\\!000 \\cdot 2 = 25{,}000$.",), 1),
        (
            "What is the greatest common divisor of 84 and 315?",
            ("gcd(84,315) = gcd(84,315-252) = gcd(84,62)",),
            1,
        ),
        ("A product of complex numbers.", ("$(2+i)(1-i) = 4 - i$",), 1),
    ],
)
def test_a_wrong_line_still_is(problem: str, lines: tuple[str, ...], number: int) -> None:
    found = statuses(problem, *lines)
    assert found.index(INVALID) == number - 1


def test_a_letter_beside_i_is_a_product() -> None:
    assert statuses("", "$(z+i)(z-i) = z^2 - zi + zi + 1$") == [VALID]


def test_arguments_of_a_function_are_no_thousands() -> None:
    problem = "What is the greatest common divisor of 378 and 315?"
    assert statuses(problem, "gcd(378,315) = gcd(378-315,315) = gcd(63,315) = 63") == [VALID]


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("(-\\infty, 0]", "(-\\infty, 0]"),
        ("(-\\sqrt{5}, \\sqrt{5})", "(-\\sqrt{5}, \\sqrt{5})"),
        ("(sqrt(2), 3)", "(\\sqrt{2}, 3)"),
    ],
)
def test_an_answer_in_brackets_is_whole(answer: str, reference: str) -> None:
    assert verify("Which values are possible?", [f"Answer: {answer}"], reference).answer is AnswerStatus.RIGHT


@pytest.mark.parametrize(
    ("lines", "reference"),
    [
        (("The zeros are $x = 4$ and $x = -1$.", "Therefore, the graph has $2$ holes."), "2"),
        (("This leaves $64 - 27 = 37$ cubes, so the probability is $\\frac{37}{64}$.",), "\\frac{37}{64}"),
        (("We get $A = 3$ and $B = 4$.", "So $A+B = 3+4 = 7$."), "7"),
        (("We find $b = 5$.", "Thus the length of the side is $2b = 10$."), "10"),
        (("The function is odd, for $f(-x) = -f(x)$.", "So it is $\\text{odd}.$"), "\\text{odd}"),
        (("Thus $x = 4$, which gives us the point $(4, -2)$.",), "(4,-2)"),
    ],
)
def test_the_last_formula_of_a_solution_is_its_answer(lines: tuple[str, ...], reference: str) -> None:
    report = verify("A riddle about numbers and graphs.", lines, reference)
    assert report.answer is AnswerStatus.RIGHT
    assert report.first_invalid is None


@pytest.mark.parametrize(
    "lines",
    [
        # What was read is on the way, and the answer behind it was not read.
        (
            "So $s = 3t$.",
            "The lighter one weighs as much as $3$ of the others, as 3 of them are on the scale.",
        ),
        (
            "Hence $y = 9$.",
            "Note that $y$ grows for $x>0$, which could be used to find that there is no other value.",
        ),
        ("total = 3 + 5 = 8", "She needs 4 more days for the rest."),
    ],
)
def test_a_value_on_the_way_is_no_wrong_answer(lines: tuple[str, ...]) -> None:
    report = verify("A riddle.", lines, "3")
    assert report.answer is not AnswerStatus.WRONG
    assert report.first_invalid is None


@pytest.mark.parametrize(
    "lines",
    [
        ("Therefore, the graph has $3$ holes.",),
        ("So $A+B = 3+5 = 8$.",),
        ("total = 3 + 5 = 8",),
        ("total = 3 + 5 = 8", "That is all she needs."),
    ],
)
def test_a_wrong_last_value_is_a_wrong_answer(lines: tuple[str, ...]) -> None:
    report = verify("A riddle.", lines, "2")
    assert report.answer is AnswerStatus.WRONG


@pytest.mark.parametrize("line", ["The root is not $2$.", "It fails for $2$.", "This is less than $2$."])
def test_what_is_denied_or_supposed_is_no_answer(line: str) -> None:
    assert verify("A riddle.", [line], "2").answer is not AnswerStatus.RIGHT
