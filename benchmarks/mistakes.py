"""The kinds of mistakes as tables of docs/mistakes.md: what each is, where it applies, who described it.

    python benchmarks/mistakes.py --n 12 --out docs/mistakes.md

A kind applies to a family where it makes a draft of at least one of `n` problems of the train split.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from rich.progress import track
from sections import put_section

from coe.corruptions import CORE, CORRUPTIONS, FULL, Corruption, Level, corrupt, load_corruption
from coe.corruptions.references import REFERENCES
from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.catalogue import family_names, make_problem


def kinds_table(level: Level) -> str:
    """One row a kind of this level."""
    rows = ["| kind | rule | applies to | carried forward | repair | sources |", "|---" * 6 + "|"]
    for kind in kinds():
        if kind.level is level:
            name = f"**{kind.name}**" if kind.name in CORE else kind.name
            carried = "yes" if kind.carried else "no"
            cells = (name, kind.rule, kind.where, carried, kind.repair, "; ".join(kind.sources))
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def kinds() -> list[Corruption]:
    """Every kind, in the order of the catalogue."""
    return [load_corruption(name) for name in CORRUPTIONS]


def families_of(kind: Corruption, problems: dict[str, list[Problem]]) -> list[str]:
    """Families in which the kind makes a draft of one of these problems."""
    return [
        family
        for family, some in problems.items()
        if any(
            corrupt(problem, derive_rng("applies", kind.name, family, index), 1, {kind.name: 1.0})
            for index, problem in enumerate(some)
        )
    ]


def families_table(n: int, seed: int) -> str:
    """One row a kind: its weight in the full mixture and the families it applies to."""
    problems = {
        family: [make_problem(family, "train", seed, index) for index in range(n)]
        for family in track(family_names(), description="problems")
    }
    rows = ["| kind | weight | families |", "|---" * 3 + "|"]
    for kind in track(kinds(), description="kinds"):
        found = families_of(kind, problems)
        missing = [family for family in problems if family not in found]
        if not found:
            names = "none of the sample"
        elif not missing:
            names = f"all {len(found)}"
        elif len(missing) < len(found) / 3:
            names = "all but " + ", ".join(missing)
        else:
            names = ", ".join(found)
        rows.append(f"| {kind.name} | {FULL[kind.name]:g} | {names} |")
    return "\n".join(rows)


def taxonomy(n: int, seed: int) -> str:
    """The whole part of the page."""
    parts = []
    for level in Level:
        count = sum(kind.level is level for kind in kinds())
        parts += [f"### {level.value.capitalize()} ({count} kinds)", kinds_table(level)]
    command = f"python benchmarks/mistakes.py --n {n} --seed {seed}"
    parts += [
        "### Families",
        f"`{command}`; {n} problems a family, {math.prod((n, len(family_names())))} in all. A rule that few "
        "problems of a family use may be missing from so small a sample.",
        families_table(n, seed),
        "### References",
        "\n".join(f"- {key}: {REFERENCES[key]}" for key in sorted(REFERENCES)),
    ]
    return "\n\n".join(parts)


def main() -> None:
    """Print the tables, and put them into the page where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=12, help="problems a family")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="page whose part `kinds` is replaced")
    options = parser.parse_args()
    text = taxonomy(options.n, options.seed)
    print(text)
    if options.out:
        put_section(options.out, "kinds", text)


if __name__ == "__main__":
    main()
