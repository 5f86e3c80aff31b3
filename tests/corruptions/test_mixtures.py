"""A mixture is what its text says, and what cannot be drawn is refused."""

from __future__ import annotations

import pytest

from coe.corruptions import CORE, CORRUPTIONS, FULL, MODEL, mixture
from coe.errors import UsageError


def test_the_full_mixture_draws_every_kind_and_the_core_ones_are_among_them() -> None:
    assert list(FULL) == list(CORRUPTIONS)
    assert set(CORE) <= set(FULL)
    assert set(MODEL) <= set(FULL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("core", dict(CORE)),
        ("sign_flip, Introduce_Typo=0.5", {"sign_flip": 1.0, "introduce_typo": 0.5}),
        ("core,sign_flip=3", {**CORE, "sign_flip": 3.0}),
        ("core,sign_flip=0", {name: weight for name, weight in CORE.items() if name != "sign_flip"}),
    ],
)
def test_parts_override_the_ones_before(text: str, expected: dict[str, float]) -> None:
    assert dict(mixture(text)) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("canned_line", "unknown mistake 'canned_line'; known: core, full, model, delete_line"),
        ("sign_flip=often", "a weight is a number"),
        ("sign_flip=-1", "a weight is a number"),
        ("sign_flip=inf", "a weight is a number"),
        ("sign_flip=0", "leaves no kind"),
        (" , ", "leaves no kind"),
        ("nowhere.at.all:KIND", "no module named"),
    ],
)
def test_what_cannot_be_drawn_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        mixture(text)
