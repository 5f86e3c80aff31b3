"""The report as titled tables of text: what both pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coe.demonstrations.quality.near import THRESHOLD
from coe.demonstrations.quality.report import QualityReport

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Args:
        title: heading.
        head: names of the columns.
        rows: texts.
        plot: name of the plot that belongs to it, or "".
        note: a sentence below the table, or "".
    """

    title: str
    head: tuple[str, ...]
    rows: Rows
    plot: str = ""
    note: str = ""


def sections(report: QualityReport) -> Iterator[Section]:
    """The report's parts, in order."""
    yield Section("Summary", ("", ""), tuple(_summary(report)))
    yield Section("Checks", ("check", "found", "wanted"), tuple(_checks(report)))
    yield Section(
        "Edit commands",
        ("command", "count", "share", "target"),
        tuple(
            (
                name,
                _whole(report.tally.counts.get("command", Counter())[name]),
                f"{share:.1f} %",
                f"{target:g} %",
            )
            for name, share, target in report.command_shares()
        ),
        "commands",
    )
    for title, name, plot in (
        ("Families", "family", "families"),
        ("Kinds of mistake", "mistake", "mistakes"),
        ("Mistakes in the starting draft", "mistakes a draft", ""),
        ("Starting drafts", "start", ""),
        ("Paths", "path", ""),
        ("Turns a demonstration", "turns", "turns"),
        ("Difficulty", "difficulty", "difficulty"),
        ("Tokens of a state", "state tokens", "state_tokens"),
        ("Feedback", "feedback", ""),
    ):
        counter = report.tally.counts.get(name)
        if counter:
            yield Section(title, (name, "count", "share"), tuple(_shares(name, counter)), plot)


def _summary(report: QualityReport) -> Iterator[tuple[str, str]]:
    tally = report.tally
    yield "rows", f"{_whole(tally.rows)}, in {report.form} form"
    yield "demonstrations", _whole(tally.demonstrations)
    yield "different problems", _whole(report.problems)
    for split, count in sorted(tally.counts.get("split", Counter()).items(), key=str):
        yield f"demonstrations in {split}", _whole(count)
    for part in ("states", "commands", "instructions"):
        yield f"tokens of {part}", f"{_whole(tally.tokens[part])} ({report.tokenizer})"
    for name in ("seed", "coe", "calculator", "feedback", "families", "mistakes", "removed"):
        if name in report.settings:
            yield f"made with {name}", _setting(report.settings[name])


def _checks(report: QualityReport) -> Iterator[tuple[str, str, str]]:
    tally = report.tally
    share = 100 * tally.replayed / tally.demonstrations
    # Rounding must not turn 99.996 % into 100 %.
    shown = "100 %" if tally.replayed == tally.demonstrations else f"{min(share, 99.99):.2f} %"
    yield "demonstrations that replay to solved", f"{shown} ({_whole(tally.replayed)})", "100 %"
    yield "exact duplicates", _whole(report.exact_duplicates), "0"
    yield (
        f"near duplicates (MinHash, Jaccard {THRESHOLD:g} or more)",
        f"{_whole(report.near_duplicates)} of {_whole(report.near_sampled)} looked at",
        "",
    )
    for (first, second), shared in report.split_overlaps.items():
        yield f"problems both in {first} and in {second}", _whole(shared), "0"
    for one in report.overlaps:
        problems = f"{one.name} ({_whole(one.problems)} problems)"
        yield f"demonstrations of problems of {problems}", _whole(one.exact), "0"
        yield f"demonstrations near problems of {problems}", _whole(one.near), ""


def _shares(name: str, counter: Counter[Any]) -> Iterator[tuple[str, str, str]]:
    total = sum(counter.values())
    numbers = all(isinstance(key, int) for key in counter)
    items = sorted(counter.items()) if numbers else counter.most_common()
    for key, count in items:
        label = f"{key} to {key + 15}" if name == "state tokens" else str(key)
        yield label, _whole(count), f"{100 * count / total:.1f} %"


def _setting(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "all"
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items()) or "nothing"
    return str(value)


def _whole(number: int) -> str:
    return f"{number:,}"
