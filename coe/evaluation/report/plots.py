"""The plots of a report, as SVG text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Any

from coe._optional import require
from coe.evaluation.metrics import Metrics
from coe.evaluation.report.gathering import ReportData, RunData
from coe.pictures import STYLE, svg_of

# Okabe and Ito's palette: told apart by readers who see colours differently.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")


def report_plots(data: ReportData) -> dict[str, str]:
    """Title -> SVG, those that the runs have figures for.

    Raises:
        MissingDependencyError: matplotlib is not installed.
    """
    matplotlib = require("matplotlib", "report")
    figure = require("matplotlib.figure", "report")
    plots: dict[str, str] = {}

    def draw(title: str, paint: Callable[[Any], None], width: float = 6.4, height: float = 3.2) -> None:
        with matplotlib.rc_context(STYLE):
            canvas = figure.Figure(figsize=(width, height), layout="constrained")
            paint(canvas.add_subplot())
            plots[title] = svg_of(canvas, "report")

    families = _names(data, lambda run: run.families)
    if len(families) > 1:
        draw(
            "Solved by family",
            lambda axes: _bars(axes, data, families, lambda run: run.families),
            height=1.0 + 0.22 * len(families) * max(1, 0.6 * len(data.runs)),
        )
    mistakes = _names(data, lambda run: run.mistakes)
    if len(mistakes) > 1:
        draw("Solved by number of mistakes", lambda axes: _points(axes, data, mistakes))
    draw("Solved by turn", lambda axes: _turns(axes, data))
    if any(len(run.whole.pass_at) > 1 for run in data.runs):
        draw("pass@k", lambda axes: _pass_at(axes, data))
    draw("Cost against solved rate", lambda axes: _cost(axes, data))
    return plots


def _names(data: ReportData, group: Callable[[RunData], Mapping[str, Metrics]]) -> list[str]:
    return list(dict.fromkeys(name for run in data.runs for name in group(run)))


def _bars(
    axes: Any, data: ReportData, names: Sequence[str], group: Callable[[RunData], Mapping[str, Metrics]]
) -> None:
    height = 0.8 / len(data.runs)
    for index, run in enumerate(data.runs):
        for place, name in enumerate(names):
            metrics = group(run).get(name)
            if metrics is None or isnan(metrics.solved.value):
                continue
            rate = metrics.solved
            error = [[100 * (rate.value - rate.low)], [100 * (rate.high - rate.value)]]
            axes.barh(
                place + (index - (len(data.runs) - 1) / 2) * height, 100 * rate.value, height, xerr=error,
                color=_colour(index), error_kw={"lw": 0.8}, label=run.name if place == 0 else None,
            )  # fmt: skip
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("solved, % (95 % interval)")
    _legend(axes, data)


def _points(axes: Any, data: ReportData, names: Sequence[str]) -> None:
    for index, run in enumerate(data.runs):
        known = [
            (place, run.mistakes[name].solved) for place, name in enumerate(names) if name in run.mistakes
        ]
        rates = [rate for _, rate in known]
        axes.errorbar(
            [place for place, _ in known], [100 * rate.value for rate in rates],
            yerr=[
                [100 * (rate.value - rate.low) for rate in rates],
                [100 * (rate.high - rate.value) for rate in rates],
            ],
            marker="o", capsize=2, lw=1.2, color=_colour(index), label=run.name,
        )  # fmt: skip
    axes.set_xticks(range(len(names)), names)
    axes.set_xlabel("mistakes in the starting draft")
    _percent(axes, data)


def _turns(axes: Any, data: ReportData) -> None:
    for index, run in enumerate(data.runs):
        axes.plot([100 * share for share in run.by_turn], marker=".", color=_colour(index), label=run.name)
    axes.set_xlabel("commands used")
    _percent(axes, data)


def _pass_at(axes: Any, data: ReportData) -> None:
    for index, run in enumerate(data.runs):
        for values, style in ((run.whole.pass_at, "-"), (run.whole.pass_all, ":")):
            name = f"{run.name}, {'pass@k' if style == '-' else 'pass^k'}"
            shares = [100 * value for value in values.values()]
            axes.plot(list(values), shares, style, marker=".", color=_colour(index), label=name)
    axes.set_xscale("log", base=2)
    axes.set_xlabel("k")
    _percent(axes, data, legend=True)


def _cost(axes: Any, data: ReportData) -> None:
    """USD where every run has a price above 0, else tokens: what a solved problem takes."""
    priced = all(run.whole.cost_usd for run in data.runs)
    for index, run in enumerate(data.runs):
        whole = run.whole
        spent = (whole.cost_usd or 0.0) / max(1, whole.episodes) if priced else whole.tokens
        if isnan(whole.solved.value):
            continue
        error = [
            [100 * (whole.solved.value - whole.solved.low)],
            [100 * (whole.solved.high - whole.solved.value)],
        ]
        axes.errorbar(
            [spent],
            [100 * whole.solved.value],
            yerr=error,
            marker="o",
            capsize=2,
            color=_colour(index),
            label=run.name,
        )
    axes.set_xlabel("USD an episode" if priced else "tokens an episode")
    axes.set_xlim(left=0)
    _percent(axes, data)


def _percent(axes: Any, data: ReportData, *, legend: bool = False) -> None:
    axes.set_ylim(0, 103)
    axes.set_ylabel("solved, %")
    _legend(axes, data, force=legend)


def _legend(axes: Any, data: ReportData, *, force: bool = False) -> None:
    if force or len(data.runs) > 1:
        axes.legend(
            frameon=False, fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2
        )


def _colour(index: int) -> str:
    return _COLOURS[index % len(_COLOURS)]
