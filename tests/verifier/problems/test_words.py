"""Statements in words: how each kind is read, drafts judged by it, and near misses that are not read."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, Reason, understand, verify

READ: dict[str, str] = {
    "What is the greatest common factor of 12, 18 and 24?": (
        "find the greatest common divisor of 12, 18 and 24"
    ),
    "Find the HCF of 12, 18 and 24": "find the greatest common divisor of 12, 18 and 24",
    "What is the LCM of 4, 6 and 8?": "find the least common multiple of 4, 6 and 8",
    "What is the remainder when 17 is divided by 5?": "find the remainder of 17 divided by 5",
    "What is 17 mod 5?": "find the remainder of 17 divided by 5",
    "Find the prime factorization of 60.": "write 60 as a product of primes",
    "How many divisors does 60 have?": "count the divisors of 60",
    "List all factors of 12": "list the divisors of 12",
    "Is 97 a prime number?": "decide whether 97 is prime",
    "Is 84 a multiple of 7?": "decide whether 84 is a multiple of 7",
    "Convert 1011 from binary to decimal": "write 1011 (base 2) in base 10",
    "Convert 13 to binary": "write 13 in base 2",
    "Find the 10th term of the arithmetic sequence 3, 7, 11, ...": (
        "find term 10 of the sequence 3, 7, 11, ..., an arithmetic sequence with first term 3 and common "
        "difference 4"
    ),
    "What comes next: 3, 6, 12, 24?": (
        "find term 5 of the sequence 3, 6, 12, 24, ..., a geometric sequence with first term "
        "3 and common ratio 2"
    ),
    "Find the sum of the first 5 terms of a geometric sequence with first term 2 and common ratio 3": (
        "add the first 5 terms of the geometric sequence with first term 2 and common ratio 3"
    ),
    "What is the median of 3, 1 and 2?": "find the median of 3, 1 and 2",
    "Find the average of $4$, $6$ and $8$.": "find the mean of 4, 6 and 8",
    "Find the distance between the points A(1, 2) and B(4, 6).": (
        "find the distance between (1, 2) and (4, 6)"
    ),
    "What is the slope of the line through (1, 2) and (3, 8)?": (
        "find the slope of the line through (1, 2) and (3, 8)"
    ),
    "What is each interior angle of a regular hexagon?": "find each interior angle of a regular hexagon",
    "Two angles of a triangle are 50° and 60°. Find the third angle.": (
        "find the third angle of a triangle with angles 50° and 60°"
    ),
    "What percent of 80 is 20?": "find the percentage that 20 is of 80",
    "What is the percent increase from 40 to 50?": "find the percent increase from 40 to 50",
    "30 is 15% of what number?": "find the number of which 15% is 30",
    "Simplify the ratio 12:18": "simplify the ratio 12:18",
    "Divide 60 in the ratio 2:3": "divide 60 in the ratio 2:3",
    "Convert 3 kilometers to meters": "convert 3 km to m",
    "How many minutes are in 2.5 hours?": "convert 2.5 h to min",
    "Convert 25 degrees Celsius to Fahrenheit": "convert 25 °C to °F",
    "How many ways are there to choose 3 of 10 students?": "count the ways to choose 3 of 10",
    "In how many ways can 5 people be arranged in a row?": "count the arrangements of 5 different things",
    "How many permutations of 10 objects taken 3 at a time are there?": "count the ways to arrange 3 of 10",
    "A fair die is rolled once. What is the probability of rolling an even number?": (
        "find the probability of an even number with one die"
    ),
    "What is the probability of getting heads when a fair coin is tossed?": (
        "find the probability of exactly 1 head in 1 toss of a coin"
    ),
    "A bag contains 3 red and 5 blue marbles. Two marbles are drawn without replacement. "
    "What is the probability that both are red?": (
        "find the probability of red in all of 2 draws without replacement from 3 red and 5 blue"
    ),
    "A card is drawn from a standard deck of 52 cards. What is the probability that it is a king?": (
        "find the probability of a card of rank king from 52 cards"
    ),
    "What is 3/4 of 20?": "calculate (3/4) * 20",
    "What is the square root of 144?": "calculate sqrt(144)",
    "What is 7 factorial?": "calculate 7!",
    "For which x is 2x - 3 > 7?": "solve 2x - 3 > 7 for x",
    "For what values of x is x^2 < 9?": "solve x^2 < 9 for x",
    "Solve for x, y and z: x + y + z = 6, x - y = 0, z = 2": (
        "solve x + y + z = 6, x - y = 0, z = 2 for x, y and z"
    ),
}


@pytest.mark.parametrize(("statement", "read_as"), READ.items())
def test_read_as(statement: str, read_as: str) -> None:
    goal = understand(statement)
    assert goal is not None
    assert goal.read_as == read_as


NOT_READ = [
    "Is 97 prime and odd?",
    "Is 97 prime? Explain why.",
    "What is the gcd of 12 and 18 and the lcm of 4 and 6?",
    "What is the remainder when 17 is divided by 5 and then doubled?",
    "How many divisors does 60 have that are odd?",
    "Find the 10th term and the sum of the arithmetic sequence 3, 7, 11",
    "What is the next number in the sequence 1, 2, 4?",
    "What is the next number in the sequence 2, 3, 5, 7?",
    "Find the mean of 2, 4 and 6 without the largest",
    "Find the mode of 1, 2 and 3",
    "A biased die is rolled once. What is the probability of rolling a 6?",
    "A fair die is rolled twice. What is the probability of a 6?",
    "A fair coin is tossed 3 times. What is the probability of heads?",
    "A bag contains 3 red, 4 blue and some green balls. One is drawn. What is the "
    "probability that it is red?",
    "A bag contains 3 red marbles. Sam adds 5 blue marbles. One marble is drawn. What is "
    "the probability that it is red?",
    "A bag contains 3 red and 5 blue marbles. Two marbles are drawn. What is the "
    "probability that both are red?",
    "In how many ways can 5 people be arranged in a circle?",
    "How many committees of 3 can be formed from 10 men and 5 women?",
    "In how many ways can 3 boys be chosen from 10 girls?",
    "Convert 3 km to kg",
    "Convert 3 km 200 m to m",
    "What percent of 80 is 20 more than 10?",
    "What is the percent increase from 50 to 40?",
    "Divide 60 apples in the ratio 2:3 after eating 5",
    "Simplify the ratio 12 cm : 3 m",
    "What is the slope of the line through (1, 2) and (1, 8)?",
    "Two angles of a triangle are 100° and 80°. Find the third angle.",
    "Solve for x and y: x + y + z = 6, x - y = 0, z = 2",
]


@pytest.mark.parametrize("statement", NOT_READ)
def test_near_misses_are_not_read(statement: str) -> None:
    assert understand(statement) is None


SOLVED = [
    ("Find the HCF of 12, 18 and 24", ["24 = 18 + 6", "HCF = 6"]),
    ("What is the remainder when 17 is divided by 5?", ["17 / 5 = 3 remainder 2"]),
    ("What is 17 mod 5?", ["17 = 3 * 5 + 2", "17 mod 5 = 2"]),
    ("Find the prime factorization of 60.", ["60 = 2 * 30", "= 2 * 2 * 15", "= 2^2 * 3 * 5"]),
    ("How many divisors does 60 have?", ["60 = 2^2 * 3 * 5", "3 * 2 * 2 = 12", "Answer: 12"]),
    ("List all factors of 12", ["1, 2, 3, 4, 6 and 12"]),
    ("Is 97 prime?", ["97 / 7 ≈ 13.9", "Yes, 97 is prime"]),
    ("Is 91 prime?", ["91 = 7 * 13", "No"]),
    ("Convert 13 to binary", ["13 = 8 + 4 + 1", "13 = 1101_2"]),
    (
        "Find the 10th term of the arithmetic sequence 3, 7, 11, ...",
        ["d = 7 - 3 = 4", "a_10 = a_1 + 9d", "= 3 + 36", "= 39"],
    ),
    ("Find the nth term of the sequence 3, 7, 11, ...", ["a_n = 3 + (n - 1) * 4", "a_n = 4n - 1"]),
    ("Find the mean of 2, 4, 6 and 8", ["2 + 4 + 6 + 8 = 20", "mean = 20/4 = 5"]),
    ("Find the midpoint of (1, 2) and (3, 6)", ["x = (1 + 3)/2 = 2", "y = 4", "M = (2, 4)"]),
    ("What percent of 80 is 20?", ["20/80 = 0.25", "25%"]),
    ("20 is what percent of 80?", ["20/80 * 100 = 25"]),
    ("Simplify the ratio 12:18", ["12:18 = 2:3"]),
    ("Divide 60 in the ratio 2:3", ["60/5 = 12", "2 * 12 = 24", "3 * 12 = 36", "24 and 36"]),
    ("Convert 3 km to m", ["3 km = 3000 m"]),
    ("Convert 25 °C to °F", ["F = 9/5 * 25 + 32 = 77"]),
    ("How many ways are there to choose 3 of 10?", ["10!/(3! * 7!) = 120"]),
    ("A fair die is rolled once. What is the probability of rolling an even number?", ["P = 3/6", "= 1/2"]),
    ("A fair coin is tossed 3 times. What is the probability of getting exactly 2 heads?", ["37.5%"]),
]


@pytest.mark.parametrize(("statement", "lines"), SOLVED)
def test_right_solutions_are_solved(statement: str, lines: list[str]) -> None:
    report = verify(statement, lines)
    assert LineStatus.INVALID not in {verdict.status for verdict in report.lines}
    assert (report.answer, report.outcome) == (AnswerStatus.RIGHT, Outcome.SOLVED)


WRONG = [
    ("Find the HCF of 12, 18 and 24", "HCF = 12"),
    ("What is the remainder when 17 is divided by 5?", "remainder = 3"),
    ("Is 97 prime?", "97 is not prime"),
    ("Is 91 prime?", "Answer: yes"),
    ("Find the 10th term of the arithmetic sequence 3, 7, 11, ...", "a_10 = 3 + 10 * 4 = 43"),
    ("Find the 10th term of the arithmetic sequence 3, 7, 11, ...", "d = 5"),
    ("Find the nth term of the sequence 3, 7, 11, ...", "a_n = 4n + 1"),
    ("Find the mean of 2, 4, 6 and 8", "mean = (2 + 4 + 6 + 8)/3 = 20/3"),
    ("Find the midpoint of (1, 2) and (3, 6)", "M = (4, 2)"),
    ("What percent of 80 is 20?", "Answer: 4"),
    ("Divide 60 in the ratio 2:3", "Answer: 20 and 40"),
    ("Convert 3 km to m", "Answer: 300 m"),
    ("A fair die is rolled once. What is the probability of rolling an even number?", "P = 1/3"),
]


@pytest.mark.parametrize(("statement", "line"), WRONG)
def test_wrong_lines_are_invalid(statement: str, line: str) -> None:
    report = verify(statement, [line])
    assert report.lines[0].reason is Reason.DOES_NOT_FOLLOW
    assert report.outcome is Outcome.UNSOLVED


NO_ANSWER = [
    ("Find the prime factorization of 60.", "60 = 4 * 15"),
    ("Simplify the ratio 12:18", "12:18 = 4:6"),
    ("Convert 3 km to m", "3 km"),
    ("Divide 60 in the ratio 2:3", "2 * 12 = 24"),
    ("Find the 10th term of the arithmetic sequence 3, 7, 11, ...", "d = 7 - 3 = 4"),
]


@pytest.mark.parametrize(("statement", "line"), NO_ANSWER)
def test_steps_on_the_way_are_no_answer(statement: str, line: str) -> None:
    report = verify(statement, [line])
    assert report.lines[0].status is LineStatus.VALID
    assert (report.answer_text, report.outcome) == (None, Outcome.UNSOLVED)


def test_a_line_that_calculates_something_else_is_judged_by_itself() -> None:
    report = verify(
        "Find the mean of 2, 4, 6 and 8", ["sum = 2 + 4 + 6 + 8 = 20", "sum = 2 + 4 + 6 + 8 = 21"]
    )
    assert [verdict.reason for verdict in report.lines] == [Reason.TRUE, Reason.FALSE]


def test_a_change_with_its_direction_in_words_is_left_open() -> None:
    statement = "What is the percent change from 50 to 40?"
    assert verify(statement, ["Answer: -20%"]).answer is AnswerStatus.RIGHT
    assert verify(statement, ["Answer: 20%"]).answer is AnswerStatus.UNKNOWN
    assert verify(statement, ["Answer: 25%"]).answer is AnswerStatus.WRONG


WRITTEN = [
    (
        "A rectangle is 8 cm long and 5 cm wide. What is its area?",
        ["Area = length × width", "Area = 8 cm × 5 cm", "Area = 40 cm²"],
    ),
    (
        "A rectangle is 8 cm long and 5 cm wide. What is its area?",
        ["Let l = 8 and w = 5", "A = l * w", "A = 40"],
    ),
    (
        "Find the volume of a cylinder with radius 3 cm and height 10 cm.",
        ["V = πr²h", "V = π × 9 × 10", "V = 90π cm³"],
    ),
    (
        "Find the hypotenuse of a right triangle with legs 3 and 4",
        ["c^2 = 3^2 + 4^2", "c^2 = 9 + 16 = 25", "c = 5"],
    ),
    ("A square has a perimeter of 20 cm. How long is one side?", ["4s = 20", "s = 5"]),
    (
        "Two angles of a triangle are 50° and 60°. Find the third angle.",
        ["x + 50 + 60 = 180", "x + 110 = 180", "x = 70"],
    ),
    ("30 is 15% of what number?", ["0.15x = 30", "x = 30/0.15", "x = 200"]),
    (
        "A fair die is rolled once. What is the probability of rolling an even number?",
        ["n = 6", "P(even) = 3/6 = 1/2"],
    ),
    (
        "Convert 13 to binary",
        ["13 ÷ 2 = 6 remainder 1", "6 ÷ 2 = 3 remainder 0", "3 ÷ 2 = 1 remainder 1", "1101"],
    ),
    ("Find the gcd of 48, 18 and 30", ["48 = 2^4 * 3", "18 = 2 * 3^2", "gcd = 2 * 3 = 6"]),
]


@pytest.mark.parametrize(("statement", "lines"), WRITTEN)
def test_solutions_as_people_write_them(statement: str, lines: list[str]) -> None:
    report = verify(statement, lines)
    assert LineStatus.INVALID not in {verdict.status for verdict in report.lines}
    assert report.outcome is Outcome.SOLVED


CLAUSES = [
    " Then add 7.",
    " if Tom takes 2 of them",
    " and explain why",
    " Sam has 4 pens.",
    " to the nearest tenth",
    " and the number of pens",
]


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("statement", READ)
def test_a_clause_more_is_not_read_over(statement: str, clause: str) -> None:
    for stem in (statement, statement.rstrip("?.")):
        assert understand(stem + clause) is None
    assert understand(f"Tom has 3 pens. {statement}") is None


@pytest.mark.parametrize(
    "statement",
    [
        "What percent of 3/0 is 5?",
        "Convert 3/0 km to m",
        "Convert 5/00 C to F",
        "Find the mean of 1/0, 2 and 3",
        "Simplify the ratio 1/0:3",
        "Find the slope of the line through (1/0, 2) and (4, 11)",
        "Find the next term: 1/0, 2, 3",
        "Write 3/0 as a decimal",
        "Round 1 5/0 to two decimal places",
    ],
)
def test_a_statement_with_a_fraction_over_zero_is_not_read(statement: str) -> None:
    assert understand(statement) is None
