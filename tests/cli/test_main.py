"""The command line as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import coe as package


def test_help_lists_the_commands(coe: Callable) -> None:
    done = coe("--help")
    assert done.code == 0
    assert all(name in done.out for name in ("solve", "verify", "tasks", "demos", "train"))


def test_version(coe: Callable) -> None:
    assert coe("--version").out.strip() == package.__version__


@pytest.mark.parametrize("arguments", [("nonsense",), ("--nonsense",), ("solve",)])
def test_unknown_words_are_wrong_usage(coe: Callable, arguments: tuple[str, ...]) -> None:
    done = coe(*arguments)
    assert done.code == 2
    assert done.err


def test_tasks_lists_every_family(coe: Callable) -> None:
    from coe.tasks.catalogue import family_names

    out = coe("tasks").out
    assert all(name in out for name in family_names())


def test_tasks_shows_a_worked_solution(coe: Callable) -> None:
    from coe.tasks.catalogue import make_problem

    done = coe("tasks", "linear_equations", "--difficulty", "1")
    problem = make_problem("linear_equations", "train", 0, 0, 1)
    assert done.code == 0
    assert all(f"  {line}\n" in done.out for line in problem.solution)


def test_families_are_checked(coe: Callable) -> None:
    done = coe("tasks", "remainders", "--check")
    assert (done.code, done.out) == (0, "1 checked, 0 with faults\n")


def test_an_unknown_family_is_wrong_usage(coe: Callable) -> None:
    done = coe("tasks", "chess")
    assert done.code == 2
    assert "unknown task family or group 'chess'" in done.err
