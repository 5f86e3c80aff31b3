"""The pictures of the page, as SVG files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import floor, isnan, log10
from pathlib import Path
from typing import Any

from benchmarks.study.cells import CELLS, METHODS, REFERENCE
from benchmarks.study.gather import Result
from benchmarks.study.suites import SUITES
from coe._optional import require
from coe.files import write_text
from coe.intervals import Rate
from coe.pictures import STYLE, svg_of

Results = Mapping[str, Result]

# Okabe and Ito's palette: told apart by readers who see colours differently.
_COLOURS = {"direct": "#E69F00", "cot": "#56B4E9", "coe": "#0072B2", "builtin": "#009E73"}
_MARKERS = {"base": "o", "sft": "s", "grpo": "^"}
STAGES = {"base": "as it comes", "sft": "SFT", "grpo": "SFT + GRPO"}


def write_plots(results: Results, folder: Path, stem: str) -> list[tuple[str, str]]:
    """(title, file name) of the pictures that there are figures for, written into the folder.

    Raises:
        MissingDependencyError: matplotlib is not installed.
    """
    wanted: Sequence[tuple[str, str, Callable[[Any, Results], bool], int]] = (
        ("Final answer right, with 95 % intervals", "solved", _solved, len(SUITES)),
        ("Tokens for a right answer", "cost", _cost, len(SUITES)),
        ("Ablations, on our families", "ablations", _ablations, 1),
    )
    written = []
    for title, name, paint, panels in wanted:
        picture = _drawn(paint, results, panels)
        if picture is not None:
            file = f"{stem}_{name}.svg"
            write_text(folder / file, picture)
            written.append((title, file))
    return written


def _drawn(paint: Callable[[Any, Results], bool], results: Results, panels: int) -> str | None:
    matplotlib, figure = require("matplotlib", "report"), require("matplotlib.figure", "report")
    with matplotlib.rc_context(STYLE):
        canvas = figure.Figure(
            figsize=(3.0 * panels + (2.4 if panels == 1 else 0.4), 3.0), layout="constrained"
        )
        axes = canvas.subplots(1, panels, squeeze=False)[0]
        if not paint(axes, results):
            return None
    return svg_of(canvas, "report")


def _solved(axes: Any, results: Results) -> bool:
    """Bars: three methods at each stage, one panel a suite."""
    found = False
    for place, (suite, about) in zip(axes, SUITES.items(), strict=True):
        ticks = []
        for index, (stage, title) in enumerate(STAGES.items()):
            ticks.append(title)
            for offset, method in enumerate(METHODS):
                result = results.get(f"{stage}-{method}-{suite}")
                if result is not None:
                    found = True
                    _bar(place, index + 0.27 * (offset - 1), result.right, _COLOURS[method])
        builtin = results.get(f"builtin-coe-{suite}")
        if builtin is not None:
            found = True
            _bar(place, len(ticks), builtin.right, _COLOURS["builtin"])
        place.set_xticks(range(len(ticks) + 1), [*ticks, "built-in"], rotation=20)
        place.set_title(about.title, fontsize=9)
        place.set_ylim(0, None)
    axes[0].set_ylabel("final answer right, %")
    _legend(axes[0], METHODS)
    return found


def _bar(axes: Any, x: float, rate: Rate, colour: str) -> None:
    if isnan(rate.value):
        return
    error = [[100 * (rate.value - rate.low)], [100 * (rate.high - rate.value)]]
    axes.bar(x, 100 * rate.value, 0.25, yerr=error, color=colour, error_kw={"lw": 0.8}, capsize=2)


def _cost(axes: Any, results: Results) -> bool:
    """Points: tokens read and written for a right answer against the share that is right."""
    found: dict[str, list[float]] = {}
    for place, (suite, about) in zip(axes, SUITES.items(), strict=True):
        for stage, marker in _MARKERS.items():
            for method in METHODS:
                result = results.get(f"{stage}-{method}-{suite}")
                tokens = float("nan") if result is None else result.per_right(lambda row: row.tokens)
                if result is None or not tokens > 0:  # scripted agents count none
                    continue
                found.setdefault(suite, []).append(tokens)
                place.plot(tokens, 100 * result.right.value, marker, color=_COLOURS[method])
        if suite in found:  # a logarithm of nothing is a warning
            _decades(place, found[suite])
        place.set_title(about.title, fontsize=9)
        place.set_xlabel("tokens for a right answer")
        place.set_ylim(0, None)
    axes[0].set_ylabel("final answer right, %")
    _legend(axes[0], METHODS)
    for stage, marker in _MARKERS.items():
        axes[1].plot([], [], marker, color="#666666", label=STAGES[stage])
    axes[1].legend(frameon=False, fontsize=8, loc="best")
    return bool(found)


def _decades(axes: Any, values: Sequence[float]) -> None:
    """A logarithmic axis over the whole decades that hold the values, only those labelled."""
    axes.set_xscale("log")
    axes.set_xlim(10 ** floor(log10(min(values))), 10 ** (floor(log10(max(values))) + 1))
    axes.xaxis.set_minor_formatter(require("matplotlib.ticker", "report").NullFormatter())


def _ablations(axes: Any, results: Results) -> bool:
    """Bars: the reference cell, and the cells that change one thing of it."""
    names = [REFERENCE, *(name for name, cell in CELLS.items() if cell.table != "main")]
    shown = [name for name in names if name in results]
    if len(shown) < 2:
        return False
    (place,) = axes
    for index, name in enumerate(shown):
        rate = results[name].right
        error = [[100 * (rate.value - rate.low)], [100 * (rate.high - rate.value)]]
        colour = _COLOURS["coe"] if name == REFERENCE else "#999999"
        place.barh(index, 100 * rate.value, 0.7, xerr=error, color=colour, error_kw={"lw": 0.8}, capsize=2)
    labels = ["as in the main table" if name == REFERENCE else CELLS[name].label for name in shown]
    place.set_yticks(range(len(shown)), labels)
    place.invert_yaxis()
    place.set_xlabel("final answer right, %")
    return True


def _legend(axes: Any, methods: Sequence[str]) -> None:
    for method in methods:
        axes.plot([], [], "s", color=_COLOURS[method], label=method)
    axes.legend(frameon=False, fontsize=8, loc="upper left")
