"""Lines in the context of a draft: names, continuations, given equations, lines resting on wrong ones."""

from __future__ import annotations

import pytest

from coe.verifier import LineStatus, Reason, verify

WORDS = "A shop sells pens and books. How many things are sold?"


def reasons(problem: str, *lines: str) -> list[Reason]:
    return [verdict.reason for verdict in verify(problem, lines).lines]


def rests(problem: str, *lines: str) -> list[int | None]:
    return [verdict.rests_on for verdict in verify(problem, lines).lines]


def test_a_wrong_line_carried_forward_rests_on_the_first() -> None:
    assert rests("Solve 2x + 5 = 13", "2x = 18", "x = 9", "x = 4") == [None, 1, None]
    assert reasons("Solve 2x + 5 = 13", "2x = 18", "x = 9", "x = 4")[2] is Reason.FOLLOWS


def test_a_second_mistake_does_not_rest_on_the_first() -> None:
    assert reasons("Solve 2x + 5 = 13", "2x = 18", "x = 8") == [Reason.DOES_NOT_FOLLOW] * 2


def test_an_expression_rests_on_a_wrong_step() -> None:
    assert rests("Calculate (12 + 5) * 3 - 4", "= 16 * 3 - 4", "= 48 - 4", "= 44", "= 45") == [
        None,
        1,
        1,
        None,
    ]


def test_a_system_rests_on_a_wrong_value() -> None:
    assert rests("Solve the system: 2x + y = 7, x - y = 2", "3x = 12", "x = 4", "y = -1", "y = 5") == [
        None,
        1,
        1,
        None,
    ]


def test_names_are_remembered() -> None:
    assert reasons(
        WORDS, "pens = 6 * 4 = 24", "total = pens + 8 = 32", "pens = 25", "total = pens + 8 = 33"
    ) == [
        Reason.TRUE,
        Reason.TRUE,
        Reason.DOES_NOT_FOLLOW,
        Reason.FALSE,
    ]


def test_a_name_keeps_its_value_in_other_words() -> None:
    assert reasons(WORDS, "total pens = 6 * 4 = 24", "total pens = 20 + 4") == [Reason.TRUE, Reason.FOLLOWS]


def test_a_name_from_a_false_line_is_only_believed_by_lines_that_rest_on_it() -> None:
    lines = ("may = 48 / 2 = 26", "total = 48 + may = 74", "total = 48 + may = 75")
    assert reasons(WORDS, *lines) == [Reason.FALSE, Reason.RESTS_ON, Reason.FALSE]
    assert rests(WORDS, *lines) == [None, 1, None]


def test_a_bare_definition_makes_no_claim_but_binds() -> None:
    assert reasons(WORDS, "Let n = 3", "2n = 6", "2n = 7") == [Reason.NO_CLAIM, Reason.FOLLOWS, Reason.FALSE]


def test_named_quantities_are_put_in() -> None:
    lines = ("Let apples = 3", "x = apples + 2", "x = 5", "x = 6", "apples = 4", "2x + apples = 13")
    assert reasons(WORDS, *lines) == [
        Reason.NO_CLAIM,
        Reason.NO_CLAIM,
        Reason.FOLLOWS,
        Reason.DOES_NOT_FOLLOW,
        Reason.DOES_NOT_FOLLOW,
        Reason.FOLLOWS,
    ]


def test_an_equation_in_words_is_given_the_first_time() -> None:
    assert reasons(WORDS, "2x + 5 = 13", "2x = 8", "x = 4", "x = 5") == [
        Reason.BEYOND,
        Reason.FOLLOWS,
        Reason.FOLLOWS,
        Reason.DOES_NOT_FOLLOW,
    ]


def test_two_given_equations_are_a_system() -> None:
    assert reasons(WORDS, "x + y = 10", "x - y = 2", "x = 6", "y = 5")[2:] == [
        Reason.FOLLOWS,
        Reason.DOES_NOT_FOLLOW,
    ]


def test_without_a_statement_an_equation_on_both_sides_is_an_identity() -> None:
    assert reasons("", "3x + 2x = 5x") == [Reason.TRUE]
    assert reasons("", "3x + 2x = 5x^2") == [Reason.FALSE]


def test_a_continued_line_continues_the_line_before() -> None:
    assert reasons(WORDS, "total = 48 + 24", "= 72", "= 73") == [Reason.NO_CLAIM, Reason.TRUE, Reason.FALSE]


def test_an_answer_line_follows_from_an_earlier_value() -> None:
    assert reasons(WORDS, "48 + 24 = 72", "Answer: 72", "Answer: 73") == [
        Reason.TRUE,
        Reason.FOLLOWS,
        Reason.NO_CLAIM,
    ]


def test_another_variable_is_not_tied_to_the_problem() -> None:
    assert verify("Solve 2x = 8", ["y = 4"]).lines[0].status is LineStatus.UNCHECKED


@pytest.mark.parametrize("line", ["", "Now divide", "There are 3 cats and 4 dogs."])
def test_prose_makes_no_claim(line: str) -> None:
    assert reasons("Solve 2x = 8", line) == [Reason.NO_CLAIM]


def test_a_valid_line_after_a_bad_one_is_valid() -> None:
    assert reasons("Solve 2x = 8", "x = 5", "x = 4")[1] is Reason.FOLLOWS


def test_an_edit_judges_only_its_own_line_again() -> None:
    from coe.verifier.lines.alone import line_as_written

    lines = ["2x = 8", "x = 4"]
    verify("Solve 2x + 5 = 13", lines)
    before = line_as_written.cache_info().misses
    verify("Solve 2x + 5 = 13", [lines[0], "x = 404"])
    assert line_as_written.cache_info().misses == before + 1
