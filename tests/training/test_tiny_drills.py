"""Drills ask for an exact copy, and stand among the demonstrations in the share asked."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from coe.demonstrations.generate import DemonstrationConfig
from coe.dsl import AddLine, parse_edit
from coe.seeding import derive_rng
from coe.training.tiny.drills import DrilledSource, drill


@pytest.mark.parametrize("index", range(60))
def test_the_answer_of_a_drill_stands_in_its_statement(index: int) -> None:
    example = drill(derive_rng("drill", index))
    edit = parse_edit(example.completion)
    assert isinstance(edit, AddLine)
    rows = example.prompt.split("\n")
    line = re.fullmatch(r"Problem: Copy line (\d)", rows[0])
    wanted = f"L {line[1]} [ok] {edit.text}" if line else None
    assert wanted in rows if wanted else rows[0] == f"Problem: Copy {edit.text}"


def test_drills_stand_among_the_demonstrations_in_the_share_asked() -> None:
    config = DemonstrationConfig(("expand",), seed=3)
    examples = list(islice(DrilledSource(config, 0.25, 400)(0), 600))
    share = sum("Problem: Copy" in example.prompt for example in examples) / len(examples)
    assert 0.18 < share < 0.32
    assert not any("Copy" in example.prompt for example in DrilledSource(config, 0.0, 20)(0))


def test_a_chunk_is_a_function_of_its_number() -> None:
    source = DrilledSource(DemonstrationConfig(("expand",), seed=3), size=30)
    assert list(source(2)) == list(source(2)) != list(source(3))
