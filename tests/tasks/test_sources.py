"""What users type as a task: names, "all", examples, files."""

from __future__ import annotations

import pytest

from coe.errors import UsageError
from coe.problem import write_jsonl
from coe.tasks.catalogue import GROUPS, family_names, make_problem
from coe.tasks.examples import EXAMPLES
from coe.tasks.sources import load_problems


def test_all_takes_the_families_in_turn():
    problems = list(load_problems("all", 2 * len(family_names()), seed=1, split="test"))
    assert [problem.family for problem in problems] == [*family_names(), *family_names()]
    assert {problem.split for problem in problems} == {"test"}


def test_a_group_takes_its_families_in_turn():
    problems = list(load_problems("geometry,expand", 2 * len(GROUPS["geometry"]) + 2))
    assert [problem.family for problem in problems] == [*GROUPS["geometry"], "expand"] * 2


def test_a_family_gives_the_problems_of_the_catalogue():
    assert list(load_problems("expand", 3, seed=5)) == [
        make_problem("expand", "train", 5, i) for i in range(3)
    ]


def test_examples_by_name_and_together():
    assert list(load_problems("linear")) == [EXAMPLES["linear"]]
    assert list(load_problems("apples, example:percent")) == [EXAMPLES["apples"], EXAMPLES["percent"]]
    assert list(load_problems("examples")) == list(EXAMPLES.values())


def test_files_are_read_back(tmp_path):
    path = tmp_path / "problems.jsonl"
    problems = [make_problem("factor", "train", 0, index) for index in range(4)]
    write_jsonl(problems, path)
    assert list(load_problems(str(path))) == problems
    assert list(load_problems(f"{path},square", 3)) == [problems[0], EXAMPLES["square"], problems[1]]


@pytest.mark.parametrize("spec", ["", "no_such_task", "missing.jsonl", "expand", "nowhere:FAMILY"])
def test_wrong_specs_are_named_at_once(spec):
    with pytest.raises(UsageError):
        load_problems(spec)


def test_the_five_examples_ship_with_a_wrong_draft():
    assert set(EXAMPLES) == {"apples", "linear", "square", "percent", "rectangle"}
    for problem in EXAMPLES.values():
        assert problem.drafts
        assert problem.drafts[0] != problem.solution
    assert EXAMPLES["linear"].solution == ("2x = 8", "x = 4")
