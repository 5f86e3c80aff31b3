"""Drills ask for an exact copy, and stand among the demonstrations in the share asked."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from coe.demonstrations.generate import DemonstrationConfig
from coe.dsl import AddLine, parse_edit
from coe.seeding import derive_rng
from coe.training.tiny.drills import DrilledSource, drill

_DRILL = re.compile("Problem: (Copy|Braces|Put|Terms|Numbers) ")


@pytest.mark.parametrize("index", range(200))
def test_the_answer_of_a_drill_is_what_its_statement_asks(index: int) -> None:
    example = drill(derive_rng("drill", index))
    edit = parse_edit(example.completion)
    assert isinstance(edit, AddLine)
    asked, *rows = example.prompt.removeprefix("Problem: ").split("\n")
    if line := re.fullmatch(r"Copy line (\d)", asked):
        assert f"L {line[1]} [ok] {edit.text}" in rows
    elif copied := re.fullmatch(r"Copy (.+)", asked):
        assert copied[1] == edit.text
    elif braced := re.fullmatch(r"Braces around (.+) in (.+)", asked):
        assert edit.text.replace("{", "").replace("}", "") == braced[2]
        assert f"{{{braced[1]}}}" in edit.text
    elif picked := re.fullmatch(r"(Terms of .|Numbers) in (.+)", asked):
        letter = picked[1].removeprefix("Terms of ").replace("Numbers", "")
        terms = [
            re.sub("^(?=[0-9])", "+", term) for term in re.findall(r"[+-]?\w+", picked[2].replace(" ", ""))
        ]
        wanted = [term for term in terms if term.strip("+-0123456789") == letter]
        assert re.sub("^(?=[0-9])", "+", edit.text.replace(" ", "")) == "".join(wanted)
    else:
        put = re.fullmatch(r"Put (.+) into (.+)", asked)
        assert put is not None
        values = dict(pair.split(" = ") for pair in put[1].split(", "))
        assert edit.text == re.sub("[a-h]", lambda letter: values[letter[0]], put[2])


def test_every_kind_of_drill_is_drawn() -> None:
    asked = {drill(derive_rng("drill", index)).prompt.split()[1] for index in range(60)}
    assert asked == {"Copy", "Braces", "Put", "Terms", "Numbers"}


def test_drills_stand_among_the_demonstrations_in_the_share_asked() -> None:
    config = DemonstrationConfig(("expand",), seed=3)
    examples = list(islice(DrilledSource(config, 0.25, 400)(0), 600))
    share = sum(bool(_DRILL.match(example.prompt)) for example in examples) / len(examples)
    assert 0.18 < share < 0.32
    assert not any(_DRILL.match(example.prompt) for example in DrilledSource(config, 0.0, 20)(0))


def test_a_chunk_is_a_function_of_its_number() -> None:
    source = DrilledSource(DemonstrationConfig(("expand",), seed=3), size=30)
    assert list(source(2)) == list(source(2)) != list(source(3))
