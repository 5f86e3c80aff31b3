"""Each kind of mistake does what its rule says, and says where it comes from."""

from __future__ import annotations

from functools import cache

import pytest

from coe.corruptions import CORE, CORRUPTIONS, Level, load_corruption
from coe.corruptions.needs import NEEDS
from coe.corruptions.references import REFERENCES
from coe.corruptions.sheet import Sheet, sheet_of
from coe.seeding import derive_rng
from coe.verifier import fill_spans
from tests.corruptions.kind_examples import EXAMPLES
from tests.corruptions.test_corruptions import problems


def drafts(name: str) -> set[tuple[str, ...]]:
    """Every draft that a kind gives on its example, over many draws."""
    statement, derivation, _ = EXAMPLES[name]
    sheet = sheet_of(statement, tuple(map(fill_spans, derivation)), derivation)
    kind = load_corruption(name)
    made = (
        kind.apply(sheet, index, derive_rng(name, index, draw))
        for draw in range(60)
        for index in range(len(sheet.steps))
    )
    return {wrong.lines for wrong in made if wrong is not None and wrong.lines != sheet.lines}


def test_every_kind_has_an_example() -> None:
    assert set(EXAMPLES) == set(CORRUPTIONS)


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_a_kind_gives_the_draft_of_its_example(name: str) -> None:
    assert EXAMPLES[name][2] in drafts(name)


@pytest.mark.parametrize("name", list(CORRUPTIONS))
def test_a_kind_is_documented(name: str) -> None:
    kind = load_corruption(name)
    assert kind.name == name
    assert all((kind.rule, kind.where, kind.repair, kind.sources))
    assert set(kind.sources) <= set(REFERENCES)


def test_every_reference_is_used_and_every_level_has_kinds() -> None:
    kinds = [load_corruption(name) for name in CORRUPTIONS]
    assert {source for kind in kinds for source in kind.sources} == set(REFERENCES)
    assert len(kinds) >= 25
    assert {kind.level for kind in kinds} == set(Level)


@pytest.mark.parametrize(
    ("name", "statement", "derivation"),
    [
        ("carry_forgotten", "What is 12 + 34?", "= {12 + 34}"),
        ("smaller_from_larger", "What is 58 - 32?", "= {58 - 32}"),
        ("borrow_unpaid", "What is 38 - 52?", "= {38 - 52}"),
        ("decimal_alignment", "What is 1.2 + 3.4?", "= {1.2 + 3.4}"),
        ("operation_confused", "What is 2 * 2?", "= {2 * 2}"),
        ("square_of_sum", "What is 3 + 4?", "= {3 + 4}"),
        ("inequality_not_turned", "Solve 2x < 6", "x < {6 / 2}"),
        ("wrong_variable", "Solve 2x = 6", "x = {6 / 2}"),
        ("relation_turned", "Ann has 4 pens and 2 pencils.", "total = 4 + 2 = {4 + 2}"),
        ("distractor_used", "Ann has 4 pens and 2 pencils.", "total = 4 + 2 = {4 + 2}"),
        ("wrong_operation", "Ann has 2 bags of 1.", "total = 2 * 1 = {2 * 1}"),
        ("misread_number", "Ann has some pens.", "total = 4 + 2 = {4 + 2}"),
        ("percent_change_only", "What is 20% of 50?", "= {20/100 * 50}"),
    ],
)
def test_a_kind_keeps_off_where_it_would_change_nothing(name: str, statement: str, derivation: str) -> None:
    sheet = sheet_of(statement, (fill_spans(derivation),), (derivation,))
    kind = load_corruption(name)
    assert all(kind.apply(sheet, 0, derive_rng(name, draw)) is None for draw in range(40))


@pytest.mark.parametrize("name", list(NEEDS))
def test_what_a_kind_needs_is_there_wherever_it_applies(name: str) -> None:
    """Else a draft that the kind can give would never be drawn."""
    kind, applied = load_corruption(name), 0
    for number, sheet in enumerate(sheets()):
        text = "\n".join(step.derivation for step in sheet.steps)
        for index in range(len(sheet.steps)):
            wrong = kind.apply(sheet, index, derive_rng(name, number, index))
            if wrong is not None and wrong.lines != sheet.lines:
                applied += 1
                assert NEEDS[name].is_in(sheet, text), text
                assert NEEDS[name].is_at(sheet, index), sheet.steps[index].derivation
    assert applied


@cache
def sheets() -> tuple[Sheet, ...]:
    """Worked solutions, and some with a mistake in them already."""
    right = [sheet_of(problem.statement, problem.solution, problem.derivation) for problem in problems()]
    wrong = (
        load_corruption(("wrong_quantity", "sign_flip", "wrong_operation")[number % 3]).apply(
            sheet, number % len(sheet.steps), derive_rng("first", number)
        )
        for number, sheet in enumerate(right)
    )
    return (*right, *(sheet for sheet in wrong if sheet is not None))


def test_the_core_kinds_are_drawn_as_ever() -> None:
    assert not set(NEEDS) & set(CORE)
