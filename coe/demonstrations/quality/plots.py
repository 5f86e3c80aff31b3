"""The report's plots, as SVG texts that are the same for the same figures."""

from __future__ import annotations

from collections import Counter
from typing import Any

from coe._optional import require
from coe.demonstrations.quality.report import QualityReport
from coe.pictures import svg_of

_BLUE, _GREY = "#33658a", "#c3c8cc"
_INCH_A_BAR = 0.24


def plots(report: QualityReport) -> dict[str, str]:
    """Name -> SVG; a plot with nothing to show is left out."""
    counts = report.tally.counts
    drawn = {
        "commands": _commands(report),
        "families": _bars("Demonstrations by family", counts.get("family")),
        "mistakes": _bars("Mistakes in the starting drafts, by kind", counts.get("mistake")),
        "turns": _columns("Turns a demonstration", counts.get("turns"), 1),
        "difficulty": _columns("Difficulty", counts.get("difficulty"), 1),
        "state_tokens": _columns("Tokens of a state", counts.get("state tokens"), 16),
    }
    return {name: svg for name, svg in drawn.items() if svg}


def _commands(report: QualityReport) -> str:
    names, shares, targets = zip(*report.command_shares(), strict=True)
    figure, axes = _axes(5.0, 2.6)
    places = range(len(names))
    axes.bar([place - 0.2 for place in places], shares, 0.4, color=_BLUE, label="in the set")
    axes.bar([place + 0.2 for place in places], targets, 0.4, color=_GREY, label="target")
    axes.set_xticks(list(places), names)
    axes.set_ylabel("% of commands")
    axes.legend(frameon=False)
    axes.set_title("Edit commands", loc="left")
    return svg_of(figure, "data")


def _bars(title: str, counter: Counter[Any] | None) -> str:
    items = [(str(name), count) for name, count in (counter or Counter()).most_common()][::-1]
    if not items:
        return ""
    figure, axes = _axes(6.0, 0.9 + _INCH_A_BAR * len(items))
    axes.barh([name for name, _ in items], [count for _, count in items], color=_BLUE)
    axes.set_ylim(-0.6, len(items) - 0.4)
    axes.set_title(title, loc="left")
    return svg_of(figure, "data")


def _columns(title: str, counter: Counter[Any] | None, width: int) -> str:
    numbers = {number: count for number, count in (counter or Counter()).items() if isinstance(number, int)}
    if not numbers:
        return ""
    figure, axes = _axes(5.0, 2.4)
    axes.bar([key + (width - 1) / 2 for key in numbers], list(numbers.values()), 0.85 * width, color=_BLUE)
    axes.set_title(title, loc="left")
    axes.xaxis.get_major_locator().set_params(integer=True)
    return svg_of(figure, "data")


def _axes(width: float, height: float) -> tuple[Any, Any]:
    # No pyplot: it keeps figures and looks for a screen.
    figure = require("matplotlib.figure", "data").Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    return figure, axes
