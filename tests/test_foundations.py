"""Seeds, registries and optional packages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coe._optional import require
from coe._registry import Registry
from coe.errors import MissingDependencyError, UsageError
from coe.seeding import derive_rng, derive_seed

NAMES = Registry("colour", {"red": "coe.errors:CoeError"})


def test_seeds_depend_on_every_part_its_type_and_order() -> None:
    paths = [("a", "b", 1), ("a", "b", 2), ("b", "a", 1), ("ab", 1), ("a", "b", "1")]
    assert len({derive_seed(*path) for path in paths}) == len(paths)


def test_neighbouring_seeds_share_no_draws() -> None:
    first = {derive_rng("task", 0, index).random() for index in range(500)}
    second = {derive_rng("task", 1, index).random() for index in range(500)}
    assert not first & second


def test_seeds_are_the_same_in_every_process() -> None:
    assert derive_seed("task", "train", 0, 1) == 7574286054611454134


def test_a_registry_loads_names_and_paths() -> None:
    assert NAMES.load("red") is NAMES.load("coe.errors:CoeError")
    assert list(NAMES) == ["red"]
    assert "red" in NAMES


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("blue", "unknown colour 'blue'; known: red"),
        ("coe.errors:Nothing", "coe.errors has no 'Nothing'"),
        ("no.such.module:Thing", "no module named 'no.such.module'"),
    ],
)
def test_a_wrong_name_says_what_would_be_right(name: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        NAMES.load(name)


def test_an_error_inside_a_users_module_is_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_colour.py").write_text("import a_package_that_is_not_there\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="a_package_that_is_not_there"):
        NAMES.load("broken_colour:Thing")
    with pytest.raises(ModuleNotFoundError, match="a_package_that_is_not_there"):
        require("broken_colour", "extra")


def test_a_missing_package_gives_the_pip_line() -> None:
    with pytest.raises(MissingDependencyError, match=r"pip install 'chain-of-edits\[mlx\]'"):
        require("a_package_that_is_not_there", "mlx")
    assert "a_package_that_is_not_there" not in sys.modules
