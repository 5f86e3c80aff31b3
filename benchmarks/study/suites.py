"""The problems of the study, named in advance, and the proof that no arm was trained on one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coe.demonstrations.replay import first_state
from coe.demonstrations.rows import read_set
from coe.errors import UsageError
from coe.files import write_text
from coe.seeding import derive_rng
from coe.tasks.sources import load_problems

SEED = 11
"""Of the problems and of all replies; the demonstrations have another."""

FAMILIES = "core"
"""Our families: those that the arms are trained on, in another split."""

GYM = (
    "simple_equations", "chain_sum", "basic_arithmetic", "fraction_simplification",
    "polynomial_multiplication", "gcd", "lcm", "gsm_symbolic",
    "leg_counting", "number_sequence", "products", "decimal_arithmetic",
)  # fmt: skip
"""Families of reasoning-gym: the eight that the question names, and four more chosen before any run."""

_SAMPLE = 500
_GSM8K = Path("../shared/data/gsm8k_train.jsonl")


@dataclass(frozen=True, slots=True)
class Suite:
    """Problems to measure on.

    Args:
        name: in cells and tables.
        title: in the page.
        source: what the problems are, one sentence.
    """

    name: str
    title: str
    source: str


SUITES = {
    suite.name: suite
    for suite in (
        Suite(
            "own",
            "our families, held out",
            "the 19 families of the group `core` in turn, test split (decided by a hash of the statement), "
            f"seed {SEED}; every trained arm and the built-in model learned from the train split of these",
        ),
        Suite(
            "gym",
            "reasoning-gym",
            f"{len(GYM)} families of reasoning-gym in turn, seed {SEED}: {', '.join(GYM)}; none was trained "
            "on by any arm",
        ),
        Suite(
            "gsm8k",
            "GSM8K",
            f"problems drawn with seed {SEED} from the **training** set of GSM8K, which is the part of it "
            "that is at hand; no arm was trained on it here (what SmolLM2 read before is not known)",
        ),
    )
}


def tasks_of(suite: str, out: Path) -> str:
    """What `coe evaluate --tasks` takes for a suite."""
    if suite == "own":
        return FAMILIES
    if suite == "gym":
        return str(gym_sample(out))
    return f"gsm8k:{gsm8k_sample(out)}"


def gym_sample(out: Path) -> Path:
    """Where the problems of reasoning-gym are kept."""
    return out / "data" / "gym.jsonl"


def draw_gym(out: Path) -> Path:
    """Draw the problems of reasoning-gym, once; their file.

    Its families are not all a function of their seed (the terms of polynomial_multiplication come in the
    order of a set), so every cell reads the same file.
    """
    place = gym_sample(out)
    if not place.exists():
        tasks = ",".join(f"reasoning_gym:{name}?seed={SEED}" for name in GYM)
        rows = [json.dumps(problem.to_dict()) for problem in load_problems(tasks, _SAMPLE, SEED)]
        place.parent.mkdir(parents=True, exist_ok=True)
        write_text(place, "\n".join(rows) + "\n")
    return place


def gsm8k_sample(out: Path) -> Path:
    """Where the sample of GSM8K is kept."""
    return out / "data" / "gsm8k.jsonl"


def draw_gsm8k(out: Path, source: Path = _GSM8K) -> Path:
    """Draw the sample, once; its file.

    Raises:
        UsageError: the data set is not there.
    """
    place = gsm8k_sample(out)
    if place.exists():
        return place
    if not source.is_file():
        raise UsageError(f"there is no {source}; give the file of GSM8K with --gsm8k FILE")
    rows = source.read_text(encoding="utf-8").splitlines()
    drawn = derive_rng("study", "gsm8k", SEED).sample(rows, min(_SAMPLE, len(rows)))
    place.parent.mkdir(parents=True, exist_ok=True)
    write_text(place, "\n".join(drawn) + "\n")
    return place


def statements(suite: str, out: Path, n: int) -> Iterator[str]:
    """The statements of a suite."""
    for problem in load_problems(tasks_of(suite, out), n, SEED, "test"):
        yield _plain(problem.statement)


def trained_statements(data: Path) -> set[str]:
    """The statements in a set of demonstrations."""
    return {_plain(first_state(recorded)[0]) for recorded in read_set(data)}


def refuse_overlap(data: Path, out: Path, n: int) -> dict[str, int]:
    """Problems of each suite that were compared with those of a training set.

    Raises:
        UsageError: a problem is in both.
    """
    known = trained_statements(data)
    counted = {}
    for suite in SUITES:
        asked = list(statements(suite, out, n))
        both = known.intersection(asked)
        if both:
            raise UsageError(f"{data} holds {len(both)} problems of {suite}: {json.dumps(sorted(both)[:3])}")
        counted[suite] = len(asked)
    return counted


def _plain(statement: str) -> str:
    return " ".join(statement.split())
