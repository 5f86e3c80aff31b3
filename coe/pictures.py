"""Plots as SVG text: the same bytes for the same figures, their words as text."""

from __future__ import annotations

import io
from typing import Any

from coe._optional import require

_SVG = {"svg.hashsalt": "coe", "svg.fonttype": "none"}
STYLE = {
    "font.size": 9.0,
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}
"""Of matplotlib, while a figure of results is drawn."""


def svg_of(figure: Any, extra: str) -> str:
    """The `<svg>` element of a matplotlib figure.

    Args:
        figure: a `matplotlib.figure.Figure`.
        extra: the extra of this package that installs matplotlib, for the error.

    Raises:
        MissingDependencyError: matplotlib is not installed.
    """
    matplotlib = require("matplotlib", extra)
    stream = io.StringIO()
    with matplotlib.rc_context(_SVG):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]
