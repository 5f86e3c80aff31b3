"""Each data set's rows become problems whose worked solutions verify."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coe.errors import ProblemError, UsageError
from coe.problem import Problem
from coe.tasks.catalogue import split_of
from coe.tasks.loaders.competition_math import last_boxed
from coe.tasks.loaders.gsm8k import with_spans
from coe.tasks.loaders.loading import LoadCounts, load
from coe.tasks.loaders.reasoning_gym import HELD_OUT, _made_apart
from coe.verifier import AnswerStatus, LineStatus, check_answer, fill_spans, verify

GSM8K = Path(__file__).parents[2] / "data" / "gsm8k_sample.jsonl"


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def one(spec: str) -> Problem:
    (problem,) = load(spec)
    return problem


def is_sound(problem: Problem) -> bool:
    statuses = [verdict.status for verdict in verify(problem.statement, problem.solution).lines]
    right = check_answer(problem.solution, problem.answer or "", problem.statement)
    return LineStatus.INVALID not in statuses and right is AnswerStatus.RIGHT


def test_gsm8k_lines_are_clean_and_spans_give_them_back():
    counts = LoadCounts()
    problems = list(load(f"gsm8k:{GSM8K}", counts))
    assert (counts.problems, counts.worked, counts.bad) == (161, 161, 0)
    for problem in problems:
        assert not any("<<" in line or "####" in line for line in problem.solution)
        assert problem.split == split_of(problem.statement)
        if problem.derivation:
            assert tuple(map(fill_spans, problem.derivation)) == problem.solution
        assert check_answer(problem.solution, problem.answer, problem.statement) is AnswerStatus.RIGHT
    assert sum(bool(problem.derivation) for problem in problems) > 120


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("48/2 = <<48/2=24>>24 clips", "48/2 = {48/2} clips"),
        ("cost $<<3*0.5=1.5>>1.50 each", "cost $1.50 each"),
        ("so 10/3=<<10/3=3.33>>3.33", "so 10/3=3.33"),
        ("3 * 4=<<3*4=12>>12 and 12+1=<<12+1=13>>13.", "3 * 4={3*4} and 12+1={12+1}."),
        ("odd <<>> and <<x=>>", "odd <<>> and"),
        ("a set {1, 2}", "a set (1, 2)"),
        ("<<__import__('os')=1>>1", "1"),
    ],
)
def test_annotations(written, line):
    assert with_spans(written) == line


@pytest.mark.parametrize("answer", ["72", "no mark", "x\n####", "x\n#### ", 5, None])
def test_gsm8k_rows_without_a_reference_are_bad(tmp_path, answer):
    path = write(tmp_path / "x.jsonl", {"question": "How many?", "answer": answer})
    with pytest.raises(ProblemError, match=r"x\.jsonl:1: "):
        list(load(f"gsm8k:{path}"))


def test_math_of_a_folder_and_of_rows(tmp_path):
    record = {
        "problem": "Evaluate $\\frac{3}{4} + \\frac{1}{4}$.", "level": "Level 2", "type": "Prealgebra",
        "solution": "We have $\\frac{3}{4} + \\frac{1}{4} = \\frac{4}{4}$.\n[asy]draw();[/asy]\n"
        "So the answer is $\\boxed{1}$.",
    }  # fmt: skip
    for folder, split in (("train/algebra", "train"), ("test/algebra", "test")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "7.json").write_text(json.dumps(record | {"type": split}), "utf-8")
    assert len(list(load(f"math:{tmp_path}"))) == 2
    problem = one(f"math:{tmp_path}?split=train")
    assert problem.answer == "1"
    assert problem.solution == (
        "We have $\\frac{3}{4} + \\frac{1}{4} = \\frac{4}{4}$.",
        "So the answer is $1$.",
    )
    assert dict(problem.metadata) == {"subject": "train", "difficulty": 2}
    assert is_sound(problem)
    rows = write(tmp_path / "rows.jsonl", record, record | {"solution": "No box."})
    counts = LoadCounts()
    assert len(list(load(f"math:{rows}?bad_rows=skip", counts))) == 1
    assert (counts.bad, counts.faults) == (1, [f"{rows}:2: the solution has no \\boxed{{answer}}"])


@pytest.mark.parametrize(("level", "difficulty"), [("Level 4", 4), (4, 4), ("Level ?", None), (None, None)])
def test_levels_of_math(tmp_path, level, difficulty):
    row = {"problem": "1 + 1?", "solution": "$\\boxed{2}$", "level": level, "subject": "Algebra"}
    problem = one(f"math:{write(tmp_path / 'x.jsonl', row)}")
    assert problem.metadata.get("difficulty") == difficulty


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\\boxed{4}", "4"),
        ("\\boxed{\\frac{1}{2}} then \\fbox{x = 3}", "x = 3"),
        ("\\boxed 5$", "5"),
        ("\\boxed{open", None),
        ("none", None),
        ("\\boxed{" * 100_000, None),
    ],
)
def test_boxed(text, found):
    assert last_boxed(text) == found


def test_svamp(tmp_path):
    row = {
        "ID": "chal-1", "Body": "Each pack costs 76 dollars", "Question": "How much do 2 packs cost?",
        "Equation": "( 76.0 * 2.0 )", "Answer": 152.0, "Type": "Multiplication",
    }  # fmt: skip
    path = tmp_path / "SVAMP.json"
    path.write_text(json.dumps([row, row | {"Equation": "nonsense"}]), "utf-8")
    first, second = load(f"svamp:{path}")
    assert first.statement == "Each pack costs 76 dollars. How much do 2 packs cost?"
    assert first.derivation == ("76 * 2 = {76 * 2}",)
    assert first.answer == "152"
    assert is_sound(first)
    assert second.solution == ()


ASDIV = """<?xml version="1.0" encoding="UTF-8"?>
<Machine-Reading-Corpus-File><ProblemSet>
<Problem ID="1" Grade="1"><Body>Seven red apples and two green apples are in the basket.</Body>
<Question>How many apples are in the basket?</Question><Solution-Type>Addition</Solution-Type>
<Answer>9 (apples)</Answer><Formula>7+2=9</Formula></Problem>
<Problem ID="2"><Body>Lost.</Body><Answer>1</Answer></Problem>
</ProblemSet></Machine-Reading-Corpus-File>
"""


def test_asdiv(tmp_path):
    path = tmp_path / "ASDiv.xml"
    path.write_text(ASDIV, "utf-8")
    counts = LoadCounts()
    (problem,) = load(f"asdiv:{path}?bad_rows=skip", counts)
    assert (problem.answer, problem.metadata["unit"]) == ("9", "apples")
    assert problem.solution == ("7 + 2 = 9",)
    assert is_sound(problem)
    assert counts.bad == 1
    assert "problem 2: no text in question" in counts.faults[0]


def test_asdiv_as_rows_of_the_hub(tmp_path):
    row = {
        "body": "Cody gave five marbles away", "question": "How many are left?",
        "solution_type": "Subtraction", "answer": "7 (red marbles); 2 (blue marbles)", "formula": "12-5=7",
    }  # fmt: skip
    problem = one(f"asdiv:{write(tmp_path / 'x.jsonl', row)}")
    assert problem.statement == "Cody gave five marbles away. How many are left?"
    assert problem.answer == "7, 2"
    assert problem.metadata["subject"] == "Subtraction"


def test_an_answer_that_is_rounded_keeps_its_equation(tmp_path):
    row = {
        "Body": "The classes scored 50, 57, 49 and 57 points", "Question": "What is the mean?",
        "Answer": "53.3 (points)", "Formula": "(50+57+49+57)/4=53.3",
    }  # fmt: skip
    rows = [row, row | {"Answer": "53.1 (points)"}]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(rows), "utf-8")
    first, second = load(f"asdiv:{path}")
    assert first.solution == ("(50 + 57 + 49 + 57) / 4 ≈ 53.3",)
    assert is_sound(first)
    assert second.solution == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]><a><Problem>&x;</Problem></a>', "refused"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "refused"),
        ("<a><Problem>", "ASDiv.xml, after problem 0"),
        ("\0\1", "ASDiv.xml"),
    ],
)
def test_hostile_xml(tmp_path, text, said):
    path = tmp_path / "ASDiv.xml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemError, match=said):
        list(load(f"asdiv:{path}"))


SAT = {
    "id": "q1", "skill": "Linear equations", "difficulty": "Medium",
    "question": {"stem": "<p>If 2x + 5 = 13, what is the value of x?</p>", "choices": [
        {"id": "A", "text": "2"}, {"id": "B", "text": "3"}, {"id": "C", "text": 4}, {"id": "D", "text": "9"},
    ]},
    "correct_answer": "C", "rationale": "<p>Subtract 5: 2x = 8.</p><p>So x = 4.</p>",
    "responses": [
        {"student": "Ann", "choice": "D", "work": ["2x = 18", "x = 9"]}, {"student": "Bo", "choice": "D"},
    ],
}  # fmt: skip


def test_sat_records(tmp_path):
    problem = one(f"sat:{write(tmp_path / 'sat.jsonl', SAT)}")
    assert problem.statement == "If 2x + 5 = 13, what is the value of x? (A) 2 (B) 3 (C) 4 (D) 9"
    assert problem.answer == "C"
    assert problem.solution == ("Subtract 5: 2x = 8.", "So x = 4.", "Answer: C")
    assert problem.drafts == (("2x = 18", "x = 9"),)
    assert problem.metadata == {"skill": "Linear equations", "difficulty": 3, "responses": {"D": 2}}
    assert "Ann" not in json.dumps(problem.to_dict())
    assert check_answer(problem.solution, "C", problem.statement) is AnswerStatus.RIGHT


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"correct_answer": "4"}, "C"),
        ({"correct_answer": ["(c)"]}, "C"),
        ({"question": "What is 3/4?", "correct_answer": ["3/4", ".75"]}, "3/4"),
        ({"question": "What is 3/4?", "choices": {"a": "0.75", "b": "1"}, "correct_answer": "A"}, "A"),
    ],
)
def test_sat_answers(tmp_path, change, answer):
    assert one(f"sat:{write(tmp_path / 'sat.jsonl', SAT | change)}").answer == answer


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"correct_answer": "E"}, "none of the choices"),
        ({"correct_answer": None}, "no answer"),
        ({"question": {"choices": ["1"]}}, "no question"),
        ({"question": "Which?", "choices": 5}, "must be a list"),
        ({"question": "Which?", "choices": list(range(50))}, "50 choices"),
    ],
)
def test_sat_faults(tmp_path, change, said):
    with pytest.raises(ProblemError, match=said):
        list(load(f"sat:{write(tmp_path / 'sat.jsonl', SAT | change)}"))


def test_reasoning_gym_families_that_draw_from_sets_are_the_same_in_every_process():
    from coe.tasks.sources import load_problems

    name = "reasoning_gym:polynomial_multiplication"
    script = f"from coe.tasks.sources import load_problems\nfor p in load_problems({name!r}, 9): print(p.id)"
    elsewhere = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONHASHSEED": "5"}, stdout=subprocess.PIPE,
        text=True, check=True,
    )  # fmt: skip
    assert elsewhere.stdout.split() == [problem.id for problem in load_problems(name, 9)]
    with pytest.raises(ProblemError, match=r"reasoning_gym:chess cannot be made: .*chess"):
        _made_apart("chess", 1, 0)


def test_reasoning_gym_items_differ_between_seeds_and_are_held_out():
    from coe.demonstrations.generate import DemonstrationConfig, demonstration
    from coe.tasks.sources import load_problems

    first = list(load_problems("reasoning_gym:leg_counting", 80))
    second = list(load_problems("reasoning_gym:leg_counting?seed=1", 80))
    assert len({problem.statement for problem in first + second}) == 160
    assert first == list(load_problems("reasoning_gym:leg_counting", 80))
    assert all(problem.answer and not problem.solution for problem in first)
    assert "leg_counting" in HELD_OUT
    for family, said in (("leg_counting", "held out"), ("lcm", "no worked solutions")):
        with pytest.raises(UsageError, match=said):
            demonstration(DemonstrationConfig((f"reasoning_gym:{family}",)), 0)
    with pytest.raises(UsageError, match="no family 'chess'"):
        load("reasoning_gym:chess")
    with pytest.raises(UsageError, match="without end"):
        load_problems("reasoning_gym:lcm")


def test_worked_problems_of_a_data_set_become_demonstrations():
    from coe.demonstrations.generate import DemonstrationConfig, demonstrations

    config = DemonstrationConfig((f"gsm8k:{GSM8K}",), seed=3)
    for demo in demonstrations(config, 12):
        episode = demo.episode
        assert episode.solved
        assert episode.problem.split == "train"
        assert episode.problem.family == "gsm8k"
        assert not any("Expected answer" in turn.observation for turn in episode.turns)
        hidden = [Problem(episode.problem.statement), episode.problem]
        assert replayed(hidden[0], episode) == replayed(hidden[1], episode)


def replayed(problem: Problem, episode) -> list[str]:
    """What an agent reads of this episode on a problem."""
    from coe.environment import Recorder

    recorder = Recorder(problem, episode.initial_lines, config=episode.config)
    return [recorder.step(turn.reply).observation for turn in episode.turns]
