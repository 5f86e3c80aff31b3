"""What has no value: limits that do not exist, integrals that grow over every bound, 1/0."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, equivalent, verify

TRUE = [
    "lim x->0 1/x does not exist",
    "lim x->0 1/x = DNE",
    r"\lim_{x \to 0} \frac{1}{x} \text{ does not exist}",
    "1/0 is undefined",
    "sqrt(-4) is undefined",
    r"\sum_{n=1}^\infty 1/n diverges",
    r"\int_0^1 1/x dx diverges",
    r"\int_{-1}^1 1/x dx diverges",
    r"\int_0^1 1/x dx = oo",
    r"\int_1^0 1/x dx = -oo",
    r"\int_{-1}^1 1/x^2 dx = oo",
    r"\int_{-\infty}^{\infty} x^2 dx = oo",
    r"\int_0^\infty 1/x dx = oo",
    r"\int_0^1 ln x dx = -1",
    r"\int_0^1 x ln x dx = -1/4",
    r"\int_0^1 1/sqrt(1-x) dx = 2",
]
FALSE = [
    "lim x->0 sin(x)/x does not exist",
    "1/2 is undefined",
    r"\sum_{n=1}^\infty 1/n^2 diverges",
    r"\int_1^\infty 1/x dx = 5",
    r"\int_0^1 1/x dx = -oo",
    r"\int_{-1}^1 1/x^2 dx = -2",
    r"\int_{-1}^1 1/x dx = 0",
    r"\int_{-\infty}^{\infty} x dx = 0",
    r"\int_0^1 ln x dx = 1",
]
# An infinite limit is said to exist by some; infinity is calculated with by nobody's rules.
OPEN = ["lim x->0 1/x^2 does not exist", "oo - oo = 0", "lim x->oo 1/x = 1/oo = 0", "1/(x - 1) is undefined"]
SIDES = "Find the limit of abs(x)/x as x approaches 0"
SINE = "Evaluate lim x->0 sin(x)/x"


@pytest.mark.parametrize(
    ("lines", "status"),
    [(TRUE, LineStatus.VALID), (FALSE, LineStatus.INVALID), (OPEN, LineStatus.UNCHECKED)],
    ids=["true", "false", "open"],
)
def test_lines(lines: list[str], status: LineStatus) -> None:
    assert [line for line in lines if verify("", [line]).lines[0].status is not status] == []


@pytest.mark.parametrize(
    "line",
    [
        "The limit does not exist.",
        "1 != -1, so the limit does not exist",
        "Since the two sides differ, the limit does not exist.",
        "Answer: does not exist",
        "DNE",
    ],
)
def test_a_limit_that_is_asked_and_does_not_exist(line: str) -> None:
    draft = ["lim x->0+ abs(x)/x = 1", "lim x->0- abs(x)/x = -1", line]
    report = verify(SIDES, draft)
    assert [verdict.reason for verdict in report.lines] == [Reason.TRUE, Reason.TRUE, Reason.FOLLOWS]
    assert report.answer is AnswerStatus.RIGHT
    report = verify(SINE, [line])
    assert report.lines[0].reason is Reason.DOES_NOT_FOLLOW
    assert report.answer is AnswerStatus.WRONG


def test_a_value_where_there_is_none_is_wrong() -> None:
    assert verify(SIDES, ["Answer: 1"]).answer is AnswerStatus.WRONG
    assert verify(SIDES, ["= lim x->0 x/abs(x)"]).lines[0].status is LineStatus.UNCHECKED
    assert verify("Evaluate the integral of 1/x from 0 to 1", ["It is 3", "Answer: diverges"]).answer is (
        AnswerStatus.RIGHT
    )


def test_a_value_with_words_that_deny_it_is_no_claim() -> None:
    for line in ("lim x->0 sin(x)/x is not it", "lim x->0 sin(x)/x never"):
        assert verify(SINE, [line]).lines[0].status is LineStatus.UNCHECKED


def test_other_sentences_say_nothing_of_a_value() -> None:
    for line in ("x = 1 makes 1/(x - 1) undefined", "a solution does not exist", "it does not exist"):
        assert verify("Tom has some pens.", [line]).lines[0].reason is Reason.NO_CLAIM


def test_diverging_is_having_no_value() -> None:
    assert equivalent("diverges", "does not exist") is True
    assert equivalent("the integral diverges", "divergent") is True
    assert equivalent("diverges", "infinity") is None
    assert equivalent("diverges", "3") is False
