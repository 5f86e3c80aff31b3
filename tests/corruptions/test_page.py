"""docs/mistakes.md says of every kind what the catalogue says, and names families that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from coe.corruptions import CORE, CORRUPTIONS, FULL, load_corruption
from coe.corruptions.references import REFERENCES
from coe.tasks.catalogue import family_names

PAGE = (Path(__file__).parents[2] / "docs" / "mistakes.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|")
]
KINDS = {row[0].strip("*"): row for row in ROWS if len(row) == 6}
PLACES = {row[0]: row for row in ROWS if len(row) == 3 and row[0] in CORRUPTIONS}
REGENERATE = "python benchmarks/mistakes.py --out docs/mistakes.md"


def test_the_page_has_every_kind_and_no_other() -> None:
    assert set(KINDS) - {"kind", "---"} == set(CORRUPTIONS) == set(PLACES), REGENERATE


@pytest.mark.parametrize("name", list(CORRUPTIONS))
def test_the_page_says_what_the_catalogue_says(name: str) -> None:
    kind = load_corruption(name)
    shown = f"**{name}**" if name in CORE else name
    carried = "yes" if kind.carried else "no"
    expected = [shown, kind.rule, kind.where, carried, kind.repair, "; ".join(kind.sources)]
    assert KINDS[name] == expected, REGENERATE
    assert PLACES[name][1] == f"{FULL[name]:g}", REGENERATE
    title = f"### {kind.level.value.capitalize()} ("
    above = PAGE[: PAGE.index(f"| {shown} | {kind.rule} |")]
    assert above.rindex(title) == above.rindex("### "), REGENERATE


def test_the_page_has_the_references_and_only_families_that_exist() -> None:
    for key, reference in REFERENCES.items():
        assert f"- {key}: {reference}" in PAGE, REGENERATE
    for row in PLACES.values():
        if row[2].startswith(("all ", "none")) and "but" not in row[2]:
            continue
        assert set(row[2].removeprefix("all but ").split(", ")) <= set(family_names()), REGENERATE
