"""Every family passes its own contract, judged by the verifier; a broken family does not."""

from __future__ import annotations

import itertools
from pathlib import Path
from random import Random

import pytest

from coe.errors import UsageError
from coe.tasks.catalogue import family_names, make_problem
from coe.tasks.checking import check_problem, check_task
from coe.tasks.examples import EXAMPLES
from coe.tasks.family import Family, Worked
from coe.verifier import AnswerStatus, LineStatus, check_answer, verify


@pytest.mark.parametrize("family", family_names())
def test_every_family_is_sound(family):
    assert check_task(family, 12, seed=3) == []


@pytest.mark.parametrize("family", family_names())
def test_problems_with_longer_operands_are_sound(family):
    for index in range(12):
        assert list(check_problem(make_problem(family, "train", 11, index, scale=2))) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_right_and_their_drafts_wrong(name):
    problem = EXAMPLES[name]
    report = verify(problem.statement, problem.solution)
    assert all(verdict.status is not LineStatus.INVALID for verdict in report.lines)
    assert check_answer(problem.solution, problem.answer, problem.statement) is AnswerStatus.RIGHT
    assert check_answer(problem.drafts[0], problem.answer, problem.statement) is AnswerStatus.WRONG


def _wrong(rng, difficulty, scale):
    return Worked(f"Solve for x: 2x = {2 * rng.randint(1, 500)}", ("x = {3 * 1001}",), "x = 3003")


WRONG = Family("wrong", True, _wrong)


def test_a_wrong_family_is_found_out():
    faults = check_task(f"{__name__}:WRONG", 2)
    assert any("invalid" in fault for fault in faults)


def _ride(rng, difficulty, **changes):
    """A sound story of small numbers with one thing changed."""
    a, b = rng.randint(2, 10 ** (difficulty + 1)), rng.randint(2, 10 ** (difficulty + 1))
    fields = {
        "statement": f"A taxi asks ${a}, and ${b} for the luggage. What is the fare?",
        "derivation": (f"fare = {a} + {b} = {{{a} + {b}}}",),
        "answer": str(a + b),
    }
    return Worked(**(fields | {name: change(a, b) for name, change in changes.items()}))


def _family(readable=False, **changes):
    return Family("broken", readable, lambda rng, difficulty, scale: _ride(rng, difficulty, **changes))


_COUNT = itertools.count()
_LONG = "A taxi asks a fare. " * 20
BROKEN = {
    "TUPLE": Family("broken", False, lambda rng, difficulty, scale: ("statement", (), "1")),
    "NUMBER": _family(answer=lambda a, b: a + b),
    "EMPTY": _family(statement=lambda a, b: " "),
    "TEXT": _family(derivation=lambda a, b: f"fare = {a} + {b} = {{{a} + {b}}}"),
    "CRASH": Family("broken", False, lambda rng, difficulty, scale: _ride(rng, 1 // (difficulty - 3))),
    "SPAN": _family(derivation=lambda a, b: (f"fare = {{{a} / 0}}",)),
    "RESTLESS": _family(
        statement=lambda a, b: f"A taxi asks ${a}, then ${b}. Ride {next(_COUNT)}: what is due?"
    ),
    "TWO": _family(statement=lambda a, b: "A taxi asks a fare. What is it?"),
    "LINES": _family(statement=lambda a, b: f"A taxi asks ${a}\nand ${b}. What is the fare?"),
    "LONG": _family(statement=lambda a, b: f"{_LONG}It is ${a} and ${b}. What is due?"),
    "NOTHING": _family(derivation=lambda a, b: ()),
    "MANY": _family(derivation=lambda a, b: (f"fare = {a} + {b} = {{{a} + {b}}}",) * 13),
    "BRACE": _family(derivation=lambda a, b: (f"The set {{{a}, {b}}}", f"fare = {a} + {b} = {{{a} + {b}}}")),
    "UNSOURCED": _family(derivation=lambda a, b: (f"fare = {a} + {b} = {a + b + 10**9 - 10**9}",)),
    "FALSE": _family(derivation=lambda a, b: (f"fare = {a} + {b} = {{{a} + {b} + 1}}",)),
    "PROSE": _family(derivation=lambda a, b: ("Add the two", f"fare = {a} + {b} = {{{a} + {b}}}")),
    "UNREAD": _family(readable=True),
    "ANSWER": _family(answer=lambda a, b: str(a)),
    "ONE_WORDING": _family(),
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("TUPLE", "build returns tuple: return coe.tasks.family.Worked"),
        ("NUMBER", "the answer is"),
        ("EMPTY", "the statement is ' ': give a text"),
        ("TEXT", "give a tuple of lines"),
        ("CRASH", "difficulty 3, number 0: ZeroDivisionError"),
        ("SPAN", "does not evaluate"),
        ("RESTLESS", "draw with the rng given"),
        ("TWO", "has two derivations"),
        ("LINES", "several lines: write it on one"),
        ("LONG", "words long: at most 75 are read"),
        ("NOTHING", "the solution is empty: give a derivation"),
        ("MANY", "the solution has 13 lines: at most 12"),
        ("BRACE", "line 1 'The set {"),
        ("UNSOURCED", "stands in no line before it: write it as a calculator span"),
        ("FALSE", "is invalid (false statement): mend its working"),
        ("PROSE", "line 1 'Add the two' is unchecked (no claim): write it so that it can be judged"),
        ("UNREAD", "let the family be readable=False"),
        ("ANSWER", "the last line must state it"),
        ("ONE_WORDING", "give the family more wordings"),
        ("ONE_WORDING", "numbers at scale 2 are no longer than at scale 1"),
    ],
)
def test_each_broken_promise_is_named_with_its_remedy(monkeypatch, name, said):
    monkeypatch.setitem(globals(), name, BROKEN[name])
    faults = check_task(f"{__name__}:{name}", 1)
    assert any(said in fault for fault in faults), faults


def _same(rng, difficulty, scale):
    return _ride(Random(rng.randint(1, 40)), 1)


SAME = Family("same", False, _same)


@pytest.mark.parametrize(
    "said", ["difficulty 5 are no longer than those of difficulty 1", "come again with another"]
)
def test_a_family_that_draws_from_few_numbers_is_found_out(said):
    assert any(said in fault for fault in check_task(f"{__name__}:SAME", 1))


def test_an_unknown_family_is_wrong_usage():
    with pytest.raises(UsageError, match="no_such_family"):
        check_task("no_such_family")


def test_the_example_of_an_own_family_is_sound(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "examples")
    assert check_task("own_family:FAMILY", 10) == []
