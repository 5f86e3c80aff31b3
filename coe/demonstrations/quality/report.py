"""The quality report of a set of demonstrations, as figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, islice
from pathlib import Path
from typing import Any, cast

from coe import __version__
from coe.demonstrations.engine import Engine, LocalEngine
from coe.demonstrations.manifest import Manifest, read_manifest
from coe.demonstrations.quality.known import Known, Overlap
from coe.demonstrations.quality.near import THRESHOLD, near_pairs
from coe.demonstrations.quality.tally import KEY_BYTES, Batch, Tally, fingerprints, measure
from coe.demonstrations.rows import Recorded, count_rows, read_set
from coe.dsl.parser import COMMANDS
from coe.errors import UsageError
from coe.problem import Problem

DEFAULT_MIX: Mapping[str, float] = {"ADDL": 30, "REPL": 35, "DELL": 10, "REPW": 10, "EXIT": 15}
"""Target shares of the commands in percent: mending and writing lines first, every command often enough to
be learned."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Everything that the pages show.

    Args:
        source: folder or file.
        form: shape of the rows.
        tally: counts; `tally.replayed` of `tally.demonstrations` went through the environment as recorded and
            ended solved.
        tokenizer: what tokens were counted with.
        mix: target shares of the commands, in percent.
        exact_duplicates: demonstrations that start from the same draft of the same problem under the same
            settings as an earlier one.
        near_duplicates: of `near_sampled` demonstrations, those near an earlier one of the sample.
        near_sampled: how many were looked at.
        split_overlaps: (split, split) -> problems in both.
        overlaps: with evaluation sets.
        problems: different statements.
        settings: what the set was made with, where its folder says so.
    """

    source: str
    form: str
    tally: Tally
    tokenizer: str
    mix: Mapping[str, float]
    exact_duplicates: int
    near_duplicates: int
    near_sampled: int
    split_overlaps: Mapping[tuple[str, str], int]
    overlaps: tuple[Overlap, ...]
    problems: int
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """Why the set should not be used as it is, one sentence each; empty where it is sound."""
        tally = self.tally
        found = []
        if tally.replayed < tally.demonstrations:
            found.append(f"{tally.demonstrations - tally.replayed} demonstrations do not replay")
        found += [
            f"{shared} problems are in {first} and in {second}"
            for (first, second), shared in self.split_overlaps.items()
            if shared
        ]
        found += [
            f"{one.exact} demonstrations are of problems of {one.name}" for one in self.overlaps if one.exact
        ]
        return found

    def command_shares(self) -> list[tuple[str, float, float]]:
        """(command, share, target share) of each, in percent."""
        counts = self.tally.counts.get("command", Counter())
        total = sum(counts.values()) or 1
        return [(name, 100 * counts.get(name, 0) / total, self.mix.get(name, 0.0)) for name in COMMANDS]

    def to_dict(self) -> dict[str, Any]:
        """A JSON-serialisable record."""
        tally = self.tally
        return {
            "coe": __version__,
            "source": self.source,
            "format": self.form,
            "demonstrations": tally.demonstrations,
            "rows": tally.rows,
            "problems": self.problems,
            "replayed": tally.replayed,
            "not_replayed": tally.faults,
            "counts": {
                name: {str(key): n for key, n in counter.most_common()}
                for name, counter in tally.counts.items()
            },
            "tokenizer": self.tokenizer,
            "tokens": dict(tally.tokens),
            "command_mix": [
                {"command": name, "percent": share, "target": target}
                for name, share, target in self.command_shares()
            ],
            "duplicates": {
                "exact": self.exact_duplicates,
                "near": self.near_duplicates,
                "near_sampled": self.near_sampled,
                "near_threshold": THRESHOLD,
            },
            "split_overlap": {f"{a} {b}": n for (a, b), n in self.split_overlaps.items()},
            "evaluation_overlap": [
                {"name": one.name, "problems": one.problems, "exact": one.exact, "near": one.near}
                for one in self.overlaps
            ],
            "settings": dict(self.settings),
            "faults": self.faults,
        }


def make_report(
    source: Path,
    *,
    tokenizer: Path,
    tokenizer_name: str,
    mix: Mapping[str, float] | None = None,
    evaluation: Mapping[str, Iterable[Problem]] | None = None,
    near_sample: int = 20_000,
    engine: Engine | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> QualityReport:
    """Look at every row of a set; each goes through the environment.

    Args:
        source: folder or file.
        tokenizer: a tokenizer.json.
        tokenizer_name: for the pages.
        mix: target shares of the commands, in percent; by default those that the set was made for, else
            DEFAULT_MIX.
        evaluation: name -> problems that should not be in the set.
        near_sample: near duplicates are looked for among so many demonstrations, spread evenly.
        engine: where the work is done; this process by default.
        on_rows: called with the number of rows seen so far.

    Raises:
        UsageError: there is no such set, or it is empty.
        ProblemError: a row cannot be read.
    """
    known = {name: Known(problems) for name, problems in (evaluation or {}).items()}
    stride = max(1, count_rows(source) // max(1, near_sample))
    tally, form, seen = Tally(), "", 0
    batches = _batches(read_set(source), tokenizer, stride, bool(known))
    for batch_tally in (engine or LocalEngine(1)).map(measure, batches):
        for one in known.values():
            one.compare(batch_tally)
        batch_tally.statements.clear()
        tally.add(batch_tally)
        seen += batch_tally.rows
        if on_rows:
            on_rows(seen)
    if not tally.demonstrations:
        raise UsageError(f"{source} holds no demonstration")
    form = next(read_set(source)).form.value
    manifest = read_manifest(source) if source.is_dir() else None
    splits = {split: set(fingerprints(keys)) for split, keys in tally.problems.items()}
    return QualityReport(
        source=str(source),
        form=form,
        tally=tally,
        tokenizer=tokenizer_name,
        mix=mix or _target_of(manifest),
        exact_duplicates=len(tally.keys) // KEY_BYTES - len(set(fingerprints(tally.keys))),
        near_duplicates=len(near_pairs(tally.near)),
        near_sampled=len(tally.near),
        split_overlaps={(a, b): len(splits[a] & splits[b]) for a, b in combinations(sorted(splits), 2)},
        overlaps=tuple(one.overlap(name) for name, one in known.items()),
        problems=len(set().union(*splits.values())),
        settings=manifest.settings if manifest else {},
    )


def _target_of(manifest: Manifest | None) -> Mapping[str, float]:
    mix = manifest.settings.get("command_mix") if manifest else None
    return dict(cast("list[tuple[str, float]]", mix)) if mix else DEFAULT_MIX


def _batches(
    demonstrations: Iterator[Recorded], tokenizer: Path, stride: int, statements: bool
) -> Iterator[Batch]:
    number = 0
    while group := tuple(islice(demonstrations, _BATCH)):
        sampled = tuple((number + offset) % stride == 0 for offset in range(len(group)))
        number += len(group)
        yield Batch(group, tokenizer, sampled, statements)
