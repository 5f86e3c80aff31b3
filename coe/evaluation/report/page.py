"""The HTML page of a report: one file, tables, plots and a viewer of every episode.

Episodes are kept in blocks, compressed and in base64, which the page unpacks when one of them is looked at:
10,000 episodes open as quickly as ten. Nothing that a problem, a model or a file says is ever HTML: the page
builds its text from these blocks as text nodes, and its policy (CSP) allows no address at all.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.assets import katex_script, katex_style, lines_script, lines_style
from coe.environment import Episode
from coe.evaluation.report.gathering import ReportData
from coe.evaluation.report.plots import report_plots
from coe.evaluation.report.tables import REVEALED, description, report_tables
from coe.files import save_whole
from coe.typesetting import typeset

_BLOCK = 100  # Episodes unpacked together.
_STATEMENT = 90  # Characters of a statement in the list.


def write_page(data: ReportData, path: Path) -> None:
    """Write the page.

    Raises:
        UsageError: the file cannot be written.
        MissingDependencyError: matplotlib or jinja2 is not installed.
        RunStoreError: a store does not answer.
    """
    jinja = require("jinja2", "report")
    environment = jinja.Environment(autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=True)
    template = environment.from_string(_own("page.html"))
    rows: list[list[object]] = []
    blocks = list(_blocks(data, rows))
    text = template.render(
        title=" and ".join(run.name for run in data.runs),
        warnings=[f"{run.name}: {REVEALED}" for run in data.runs if run.revealed],
        tables=report_tables(data),
        plots=report_plots(data),
        descriptions=[line for run in data.runs for line in description(run)],
        index=_packed({"runs": [run.name for run in data.runs], "block": _BLOCK, "rows": rows}),
        blocks=blocks,
        style=lines_style() + _own("page.css"),
        script=lines_script() + _own("viewer.js").removeprefix('"use strict";\n'),
        katex_style=katex_style(),
        katex_script=katex_script(),
    )
    save_whole(path, lambda part: part.write_text(text, encoding="utf-8"))


def _blocks(data: ReportData, rows: list[list[object]]) -> Iterator[str]:
    """Packed blocks of episodes; a row for the list is appended to `rows` for each."""
    episodes = ((index, episode) for index, run in enumerate(data.runs) for episode in run.run.episodes())
    while block := list(islice(episodes, _BLOCK)):
        lines: dict[str, list[list[object]]] = {}
        shown = []
        for index, episode in block:
            rows.append(_row(index, episode))
            shown.append(_shown(episode, lines))
        yield _packed({"episodes": shown, "lines": lines})


def _row(run: int, episode: Episode) -> list[object]:
    metadata = episode.problem.metadata
    mistakes = metadata.get("mistakes")
    return [
        run,
        episode.problem.statement[:_STATEMENT],
        episode.problem.family,
        metadata.get("difficulty"),
        mistakes if isinstance(mistakes, list) else [],
        episode.status.value,
        episode.steps,
        episode.sample,
    ]


def _shown(episode: Episode, lines: dict[str, list[list[object]]]) -> dict[str, Any]:
    def texts(draft: Sequence[str]) -> list[str]:
        for line in draft:
            if line not in lines:
                lines[line] = [[piece.text, piece.mathematics] for piece in typeset(line)]
        return list(draft)

    usage = episode.usage
    return {
        "statement": episode.problem.statement,
        "answer": episode.problem.answer,
        "final": episode.final_answer,
        "failure": episode.failure,
        "tokens": usage.tokens,
        "seconds": round(usage.seconds, 3),
        "states": [{"lines": texts(episode.initial_lines), "labels": list(episode.initial_labels)}]
        + [
            {
                "lines": texts(turn.lines),
                "labels": list(turn.labels),
                "reply": turn.reply if turn.edit is None else None,
                "edit": turn.edit,
                "error": turn.error,
                "agent": turn.agent,
                "tokens": turn.usage.tokens,
                "seconds": round(turn.usage.seconds, 3),
            }
            for turn in episode.turns
        ],
    }


def _packed(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
