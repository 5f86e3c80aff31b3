"""A run as other tools read it: a pandas table, JSON lines, Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coe._optional import require
from coe.evaluation.run import Run
from coe.files import save_whole

if TYPE_CHECKING:
    import pandas

_PAGE = 500


def to_pandas(run: Run) -> pandas.DataFrame:
    """One row an episode: the columns of `EpisodeFacts` with `solved` and `tokens`, and `run`, `revealed`.

    Raises:
        MissingDependencyError: pandas is not installed.
        RunStoreError: the store does not answer.
    """
    frames = require("pandas", "report")
    rows = [
        {"run": run.label, "revealed": run.revealed, **asdict(fact), "status": fact.status.value}
        | {"solved": fact.solved, "tokens": fact.tokens}
        for fact in run.facts()
    ]
    table: pandas.DataFrame = frames.DataFrame(rows)
    return table


def export_jsonl(run: Run, path: Path) -> int:
    """Number of episodes written, one whole record with its provenance a line.

    Raises:
        UsageError: the file cannot be written.
        RunStoreError: the store does not answer.
    """

    def write(part: Path) -> int:
        count = 0
        with part.open("w", encoding="utf-8") as stream:
            for row in _rows(run):
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        return count

    return save_whole(path, write)


def export_parquet(run: Run, path: Path) -> int:
    """Number of episodes written: the flat columns, and the whole record as JSON in `record`.

    Raises:
        UsageError: the file cannot be written.
        MissingDependencyError: pyarrow is not installed.
        RunStoreError: the store does not answer.
    """
    arrow, parquet = require("pyarrow", "report"), require("pyarrow.parquet", "report")
    facts = {(fact.problem_id, fact.sample): fact for fact in run.facts()}

    columns = _schema(arrow)

    def flat(row: dict[str, Any]) -> dict[str, Any]:
        fact = facts[row["problem"]["id"], row["sample"]]
        figures = {**asdict(fact), "status": fact.status.value, "solved": fact.solved}
        return {"run": run.label, **figures, "record": json.dumps(row, ensure_ascii=False)}

    def write(part: Path) -> int:
        count, rows = 0, _rows(run)
        with parquet.ParquetWriter(part, columns) as writer:
            while page := [flat(row) for row in islice(rows, _PAGE)]:
                writer.write_table(arrow.Table.from_pylist(page, schema=columns))
                count += len(page)
        return count

    return save_whole(path, write)


def _rows(run: Run) -> Iterator[dict[str, Any]]:
    for record, provenance in run.records():
        yield {**record, "run": run.label, "run_config": run.config, "provenance": provenance}


def _schema(arrow: Any) -> Any:
    text, whole, real = arrow.string(), arrow.int64(), arrow.float64()
    types = {
        "run": text, "problem_id": text, "sample": whole, "family": text, "difficulty": whole,
        "mistakes": whole, "status": text, "steps": whole, "refused": whole, "edits": whole,
        "minimal_edits": whole, "breaking": whole, "lines": whole, "unchecked": whole,
        "prompt_tokens": whole, "completion_tokens": whole, "seconds": real, "cost_usd": real,
        "solved_turn": whole, "solved": arrow.bool_(), "record": text,
    }  # fmt: skip
    return arrow.schema(list(types.items()))
