"""`coe mistakes`: the kinds, one of them, and names that there are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coe.corruptions import CORE, CORRUPTIONS


def test_every_kind_is_listed(coe: Callable) -> None:
    done = coe("mistakes")
    assert done.code == 0, done.err
    listed = {line.split()[0] for line in done.out.splitlines() if line.strip()}
    assert set(CORRUPTIONS) <= listed


def test_a_mixture_lists_its_own(coe: Callable) -> None:
    listed = {
        line.split()[0] for line in coe("mistakes", "--mixture", "core").out.splitlines() if line.strip()
    }
    assert listed & set(CORRUPTIONS) == set(CORE)


def test_one_kind_is_shown_with_its_source_and_a_draft(coe: Callable) -> None:
    done = coe("mistakes", "lost_root", "--tasks", "quadratics", "--seed", "1")
    assert done.code == 0, done.err
    assert "one of two solutions is lost" in done.out
    assert "Vaiyavutjamai" in done.out
    before, after = done.out.split("becomes")
    assert " or " in before
    assert after.strip()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("canned_line",), "unknown mistake"),
        (("core",), "is not one kind"),
        (("--mixture", "nothing"), "unknown mistake"),
        (("sign_flip", "--tasks", "chess"), "unknown"),
    ],
)
def test_wrong_names_are_code_2(coe: Callable, arguments: tuple[str, ...], said: str) -> None:
    done = coe("mistakes", *arguments)
    assert done.code == 2
    assert said in done.err
