"""Each policy both ways, alone, in `check_answer` and in the report of `verify`."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, Outcome, Policy, check_answer, equivalent, final_answer, verify
from coe.verifier.policy import CapitalE, Colon, Percent, read_policy

CASES = [
    ("1/3", "0.333", Policy(rounded=3), False, True),
    ("1/3", "0.33", Policy(rounded=3), False, False),
    ("1/3", "0.334", Policy(rounded=3), False, False),
    ("2/3", "0.667", Policy(rounded=3), False, True),
    ("-1/3", "-0.333", Policy(rounded=3), False, True),
    ("pi", "3.14", Policy(rounded=2), False, True),
    ("pi", "3.15", Policy(rounded=2), False, False),
    (r"$\frac{1}{12}$", "$0.0833333333333333$", Policy(rounded=6), False, True),
    ("15%", "15", Policy(percent=Percent.NUMBER), False, True),
    ("15%", "16", Policy(percent=Percent.NUMBER), False, False),
    ("15%", "0.15", Policy(percent=Percent.NUMBER), True, True),
    ("72 km", "72", Policy(units_required=True), True, False),
    ("72 km", "72000 m", Policy(units_required=True), True, True),
    ("$5", "5", Policy(units_required=True), True, False),
    ("1200", "1.2E3", Policy(capital_e=CapitalE.LETTER), True, False),
    ("1.2*E*3", "1.2E3", Policy(capital_e=CapitalE.LETTER), False, True),
    ("1200", "1.2e3", Policy(capital_e=CapitalE.LETTER), True, True),
    ("3:30", "7:00", Policy(colon=Colon.TIME), False, False),
    ("2:30", "3:45", Policy(colon=Colon.TIME), None, False),
    ("2:30", "3:45", Policy(colon=Colon.RATIO), None, True),
    ("3:30", "3:30 pm", Policy(colon=Colon.RATIO), True, True),
    ("3/4", "3:4", Policy(colon=Colon.TIME), True, True),
    ("1.5", "1,5", Policy(decimal_comma=True), False, True),
    ("1000.99", "1000,99", Policy(decimal_comma=True), False, True),
    ("1234", "1,234", Policy(decimal_comma=True), True, False),
]


@pytest.mark.parametrize(("a", "b", "policy", "by_default", "under_it"), CASES)
def test_options(a: str, b: str, policy: Policy, by_default: bool | None, under_it: bool | None) -> None:
    assert equivalent(a, b) is by_default
    assert equivalent(b, a) is by_default
    assert equivalent(a, b, policy) is under_it
    assert equivalent(b, a, policy) is under_it


def test_15_is_15_percent_where_a_percentage_is_asked() -> None:
    asked, other = "What percent of 60 is 9?", "What part of 60 is 9?"
    assert check_answer(["Answer: 15"], "15%", asked) is AnswerStatus.RIGHT
    assert check_answer(["Answer: 15%"], "15", asked) is AnswerStatus.RIGHT
    assert check_answer(["Answer: 16"], "15%", asked) is AnswerStatus.WRONG
    assert check_answer(["Answer: 15"], "15%", other) is AnswerStatus.WRONG
    strict = Policy(percent=Percent.VALUE)
    assert check_answer(["Answer: 15"], "15%", asked, strict) is AnswerStatus.WRONG
    assert verify(asked, ["Answer: 15"], "15%").answer is AnswerStatus.RIGHT


def test_the_form_asked_is_an_option() -> None:
    problem, line, any_form = "Expand (x + 2)(x - 5)", "= (x - 5)(x + 2)", Policy(form=False)
    assert check_answer([line], "x^2 - 3x - 10", problem) is AnswerStatus.UNKNOWN
    assert check_answer([line], "x^2 - 3x - 10", problem, any_form) is AnswerStatus.RIGHT
    assert check_answer(["= (x - 5)(x - 2)"], "x^2 - 3x - 10", problem, any_form) is AnswerStatus.WRONG
    assert verify("Solve 2x = 8", ["x = 8/2"]).outcome is Outcome.UNSOLVED
    assert verify("Solve 2x = 8", ["x = 8/2"], policy=any_form).outcome is Outcome.SOLVED
    assert final_answer(["= 51 - 4"], "Calculate 50 - 3") is None
    assert final_answer(["= 51 - 4"], "Calculate 50 - 3", any_form) is not None


def test_the_report_shows_the_policy() -> None:
    policy = Policy(rounded=2)
    report = verify("Solve 3x = 1", ["x = 0.33"], "1/3", policy)
    assert (report.answer, report.policy) == (AnswerStatus.RIGHT, policy)
    assert verify("Solve 3x = 1", ["x = 0.33"], "1/3").policy == Policy()


@pytest.mark.parametrize("places", [-1, 0, "3"])
def test_a_rounding_to_no_digits_is_refused(places: int) -> None:
    with pytest.raises(ValueError, match="rounded"):
        Policy(rounded=places)


def test_a_policy_reads_what_it_shows() -> None:
    policy = Policy(
        rounded=2, percent=Percent.VALUE, form=False, capital_e=CapitalE.LETTER, decimal_comma=True
    )
    assert read_policy(policy.text.split(", ")) == policy
    assert Policy().text == "default"
    assert read_policy([]) == Policy()
