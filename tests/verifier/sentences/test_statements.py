"""What lines state: chains, joiners, answers, definitions, prose; hostile text never raises and is quick."""

import threading
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.expressions.units import unit_names
from coe.verifier.sentences.statements import read_line

X: Expr = ("var", "x")
EQ = (Relation.EQ,)


def num(value: int | Fraction) -> Expr:
    return ("num", Fraction(value), None)


def is_x(value: int) -> Chain:
    return Chain((X, num(value) if value >= 0 else ("neg", num(-value))), EQ)


def claims(text: str) -> tuple[Chain, ...]:
    statement = read_line(text)
    assert not statement.error, statement.error
    return statement.claims


@pytest.mark.parametrize(
    "text",
    ["x = 4", "x == 4", "x = 4.", "Subtract 5: x = 4", "Therefore, x = 4.", "So x = 4", "2) x = 4",
     "1. x = 4", "Step 3: x = 4", "$x = 4$", r"\(x = 4\)", r"\[ x = 4 \]", "x is 4", "x equals 4",
     "Dividing by 3 gives x = 4", "Divide both sides by 3 to get x = 4", "x = 4 apples",
     "The value of x = 4"],
)  # fmt: skip
def test_prose_around_one_equation(text: str) -> None:
    assert claims(text) == (is_x(4),)


def test_chains() -> None:
    (chain,) = claims("2+3 = 5*2 = 10")
    assert chain.relations == (Relation.EQ, Relation.EQ)
    (chain,) = claims("1 < 2 <= 3")
    assert chain.relations == (Relation.LT, Relation.LE)


def test_continuation_lines_keep_their_leading_relation() -> None:
    (chain,) = claims("= 17 * 3 = 51")
    assert chain.continued
    assert len(chain.sides) == len(chain.relations) == 2
    (chain,) = claims("= 72 apples")
    assert chain == Chain((num(72),), EQ, continued=True)


@pytest.mark.parametrize(
    ("text", "values"),
    [("x = -2, 2", (-2, 2)), ("x = 2 or x = -2", (2, -2)), ("x = ±2", (2, -2)),
     ("x = 1, x = 2, or x = 3", (1, 2, 3)), ("x = 1, 2 or 3", (1, 2, 3)),
     (r"x = 4\text{ or }x = -2", (4, -2))],
)  # fmt: skip
def test_alternatives(text: str, values: tuple[int, ...]) -> None:
    statement = read_line(text)
    assert statement.joiner is Joiner.OR
    assert statement.claims == tuple(is_x(value) for value in values)


@pytest.mark.parametrize("text", ["x = 3, y = 1", "x = 3 and y = 1", "x = 3; y = 1", "(x, y) = (3, 1)"])
def test_conjunctions(text: str) -> None:
    statement = read_line(text)
    assert statement.joiner is Joiner.AND
    assert statement.claims == (is_x(3), Chain((("var", "y"), num(1)), EQ))


def test_steps_in_one_line() -> None:
    statement = read_line("Then 20*5 = 100, so 100/4 = 25 and 25 - 5 = 15")
    assert statement.joiner is Joiner.THEN
    assert len(statement.claims) == 3
    assert read_line("a = b => 2 = 1").joiner is Joiner.THEN


def test_alternatives_behind_a_step_are_one_chain() -> None:
    statement = read_line("(x - 1)(x + 2) = 0 => x = 1 or x = -2")
    assert statement.joiner is Joiner.THEN
    assert statement.claims[1].sides[1] == ("seq", "list", (num(1), ("neg", num(2))))


@pytest.mark.parametrize(
    ("text", "name"),
    [("Total = 3 + 4 = 7", "total"), ("apples left = 5 - 2", "apples left"), ("print = 4", "print"),
     ("the total cost = 5 * 2", "total cost"), ("Cost of 5 apples = 5 * 2 = 10", "cost of 5 apples"),
     ("f'(x) = 3x^2", "f'(x)"), ("AB = 5", "AB")],
)  # fmt: skip
def test_quantity_names(text: str, name: str) -> None:
    assert claims(text)[0].sides[0] == ("var", name)


@pytest.mark.parametrize(
    ("text", "sides"),
    [("Natalia sold 48/2 = 24 clips in May.", ("48/2", "24")),
     ("12 - 40 = 28 oranges left", ("12-40", "28")), ("She has 7 apples (3 + 4 = 7).", ("3+4", "7")),
     ("Total cost: 5 + 7 = 12", ("5+7", "12")), ("3 x 4 = 12", ("3*4", "12")),
     ("(3 apples + 4 apples) * 2 = 14", ("(3+4)*2", "14")), ("half of 48 is 24", ("(1/2)*48", "24")),
     ("$5 and $6 make $11: 5 + 6 = 11", ("5+6", "11")), ("3² + 4² = 5²", ("3^2+4^2", "5^2")),
     ("½ + ½ = 1", ("1/2+1/2", "1"))],
)  # fmt: skip
def test_arithmetic_in_sentences(text: str, sides: tuple[str, str]) -> None:
    expected = claims(f"{sides[0]} = {sides[1]}")
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Answer: 4.", "The answer is 4", "#### 4", r"\boxed{4}", "So the final answer is 4.",
     "Answer: 4 apples", "**Answer:** 4", r"The total is \boxed{4} clips."],
)  # fmt: skip
def test_answers(text: str) -> None:
    statement = read_line(text)
    assert statement.is_answer
    assert statement.claims == (Chain((num(4),)),)


def test_an_answer_keeps_the_claims_before_it() -> None:
    statement = read_line("2 + 3 = 6, so the answer is 6")
    assert statement.is_answer
    assert len(statement.claims) == 2


def test_words_as_answers() -> None:
    assert claims("Yes.") == (Chain((("word", "yes"),)),)
    assert claims("Answer: Monday") == (Chain((("word", "monday"),)),)
    assert claims("four") == (Chain((num(4),)),)
    assert read_line("no real solution").word == "no real solution"
    assert read_line("There are no solutions.").word == "no solution"
    assert read_line("all real numbers").word == "all real numbers"


@pytest.mark.parametrize("text", ["4 or 5", "12, 34", "4 and 5"])
def test_lists_of_values(text: str) -> None:
    (chain,) = claims(text)
    assert chain.sides[0][:2] == ("seq", "list")


@pytest.mark.parametrize(
    "text",
    ["", "There are 3 cats and 4 dogs.", "3 + 4 =", "The sum of both is 7", "If x = 3 then 2x = 6",
     "4, no wait, 5", "It is not true that 2 + 2 = 5", "5 apples = $10"],
)  # fmt: skip
def test_no_claim(text: str) -> None:
    assert read_line(text).is_prose


def test_plain_arithmetic_of_a_hypothetical_line_counts() -> None:
    assert claims("If she has 3 boxes, she has 3 * 4 = 13 pens") == claims("3 * 4 = 13")


def test_a_claim_behind_and_is_read_unless_it_begins_in_the_middle_of_a_phrase() -> None:
    assert claims("She had 3 cats and bought 2 + 4 = 6 dogs") == claims("2 + 4 = 6")
    assert read_line("19 green and pink hats + 24 yellow hats = 43 hats").is_prose


def test_definitions() -> None:
    statement = read_line("Let n = 3")
    assert statement.is_definition
    assert statement.claims == (Chain((("var", "n"), num(3)), EQ),)
    assert read_line("Let x be the number of apples").is_definition


def test_known_variables_are_not_units() -> None:
    assert read_line("3 m").claims[0].sides[0] == ("unit", num(3), "m")
    assert read_line("3 m", frozenset("m")).claims[0].sides[0] == ("*", num(3), ("var", "m"))


def test_units() -> None:
    assert claims("20 m^2")[0].sides[0] == ("unit", num(20), "m^2")
    assert claims("60 miles per hour")[0].sides[0] == ("unit", num(60), "mi/h")
    assert claims("1 hour 30 minutes")[0].sides[0] == ("+", ("unit", num(1), "h"), ("unit", num(30), "min"))


@pytest.mark.parametrize(
    "text",
    ["=", "(3 + 4 = 7", "1.2.3 = 1.23", "zoo = nan", "4\u200b2 = 42", "__import__('os').system('ls')",
     "x.__class__ = 4", "open('/etc/passwd').read()", "exec('x=1')", "f'{1+1}' = 2",
     r"\input{/etc/passwd}", r"\write18{ls}", "9^9^9^9 = 1", "100000! = 0", "2^1000000000 = 0", "a" * 3000,
     "os.system = 4"],
)  # fmt: skip
def test_rejected(text: str) -> None:
    statement = read_line(text)
    assert statement.error
    assert statement.hostile
    assert not statement.claims


HOSTILE = [
    "(" * 10_000 + "1" + ")" * 10_000, "-" * 10_001 + "1 = 1", "x^" * 2000 + "2 = 2", "a" * 1_000_000,
    "$" * 5001, r"\frac{1}{" * 2000 + "2" + "}" * 2000, "x " * 999, "1+" * 999 + "1", "a and " * 330,
    "= " * 900, ", " * 900, "the " * 490, "1 " * 990, "x=" * 990, "|" * 1999, "$" * 1999, "{" * 1999,
    "\\" * 1999, "_" * 1999, "if " * 600, "is " * 600, "half of " * 240, "a\u0301" * 900, "½" * 1900,
    "²" * 1900, "no " * 600, "the answer is " * 140, "\\frac{" * 300, "5 km " * 390, "1/" * 900 + "1",
    "(x" * 900, "9" * 1999, "1," * 999, "1,234" * 390, "x_" * 900, "." * 1999, "- " * 999,
    "x = 1 or " * 200 + "x = 2", "2^" * 50 + "2", "sqrt(" * 55 + "2" + ")" * 55,
    "((((" * 14 + "1" + "))))" * 14 + " = 1", " " * 1998 + "x", "a" * 1990 + " = 1", "the answer " * 180,
    "so " * 660 + "x = 1", "\\text{" * 300, "let " * 499, "\n" * 1999, "d" * 900 + "/" + "d" * 900,
    "∫" * 1999, "a.m. " * 390, '"' * 1999, "1:00 " * 390, "-" * 1999, "x-y" * 660,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_is_quick_from_a_thread(text: str) -> None:
    # Processor time of this thread, so that a busy machine does not count; the least of three, so that the
    # garbage of other tests does not.
    seconds: list[float] = []

    def read() -> None:
        for _ in range(3):
            read_line.cache_clear()
            start = time.thread_time()
            read_line(text)
            seconds.append(time.thread_time() - start)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert min(seconds) < 0.05


WORDS = st.sampled_from(
    [
        "x",
        "y",
        "3",
        "4.5",
        "=",
        "+",
        "-",
        "*",
        "/",
        "^",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ":",
        ";",
        "the",
        "total",
        "is",
        "of",
        "$",
        "%",
        "and",
        "or",
        "so",
        "km",
        "m",
        "apples",
        "\\frac",
        "\\sqrt",
        "±",
        "√",
        "²",
        "½",
        "≥",
        "|",
        "!",
        "answer",
        "let",
        "no",
        "solution",
        "if",
        "not",
        "=",
        "7",
        "sin",
        "log_2",
        "e",
        "pi",
        "oo",
        "'",
        '"',
        "#",
        "&",
        "@",
        "_",
        "=>",
        "->",
        "?",
        "then",
        "half",
        "per",
        "hour",
        "square",
        "root",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.lists(WORDS, max_size=25).map("".join))
def test_mathematical_rubble_never_raises(text: str) -> None:
    assert isinstance(read_line(text), Statement)


@given(st.text(max_size=200))
def test_any_text_never_raises(text: str) -> None:
    assert isinstance(read_line(text), Statement)


@given(st.text(max_size=120))
def test_an_error_has_no_claims(text: str) -> None:
    statement = read_line(text)
    assert not (statement.error and statement.claims)


def test_a_division_with_remainder_is_an_equation() -> None:
    assert read_line("17 ÷ 5 = 3 remainder 2") == read_line("5 * 3 + 2 = 17")
    assert read_line("17 / 5 = 3, with a remainder of 2") == read_line("5 * 3 + 2 = 17")
    # A remainder as large as the divisor is none.
    assert len(read_line("17 / 5 = 2 remainder 7").claims[0].sides) == 2


def test_a_unit_stands_behind_pi() -> None:
    assert unit_names(read_line("V = 90π cm³").claims[0].sides[1]) == {"cm^3"}
