"""`coe export`: a model for other programs, and whether it still solves what it solved."""

from __future__ import annotations

import json as jsonlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from coe.cli.console import make_console
from coe.cli.requests import takes

if TYPE_CHECKING:
    from coe.evaluation import Regression, Run


class To(StrEnum):
    """What a model is exported for, as typed."""

    MERGED = "merged"
    GGUF = "gguf"
    MLX = "mlx"
    ONNX = "onnx"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What `coe export` can be asked."""

    model: Annotated[str, Argument(metavar="MODEL", help="Folder, GGUF file, or name on the hub.")]
    to: Annotated[
        To,
        Option(help="merged: safetensors; gguf: llama.cpp, Ollama; mlx: Apple; onnx: ONNX Runtime."),
    ]
    out: Annotated[Path, Option(metavar="FOLDER|FILE.gguf", help="What is made.")]
    adapter: Annotated[
        str | None, Option(metavar="FOLDER|NAME", help="Adapter to merge into the model's weights.")
    ] = None
    precision: Annotated[
        str | None,
        Option(
            help="gguf: q8_0, f16, bf16, f32; onnx: int8, float32; mlx: auto, bfloat16, float16, float32, "
            "8bit, 4bit; merged: auto, bfloat16, float16, float32. The first is the default.",
            show_default=False,
        ),
    ] = None
    overwrite: Annotated[bool, Option("--overwrite", help="Replace what is in --out.")] = False
    check_n: Annotated[
        int, Option("-n", "--check-n", min=0, help="Problems to compare it on with the original; 0: none.")
    ] = 100
    check_tasks: Annotated[str, Option("--tasks", help="Their families, files and names (`coe tasks`).")] = (
        "core"
    )
    seed: Annotated[int, Option(help="Of the problems and the drafts.")] = 1
    max_steps: Annotated[int, Option(min=1, help="Most commands an episode.")] = 15
    batch_size: Annotated[int, Option(min=1, help="Episodes in flight.")] = 32
    json: Annotated[bool, Option("--json", help="Print one JSON object.")] = False


@takes(ExportRequest)
def export(request: ExportRequest) -> None:
    """Export a model, with an adapter merged in, and compare what it solves with the original.

    The episodes of both are kept beside the export; the same command goes on where it was stopped.

    Exit code: 0 it is there and is not worse, 1 it is worse or failed, 2 wrong usage.
    """
    from coe.exporting import ExportConfig, Target, export_model

    _check_problems(request)
    made = export_model(
        ExportConfig(
            request.model, Target(request.to.value), request.out, request.adapter, request.precision,
            request.overwrite,
        ),
        lambda line: typer.echo(line, err=True),
    )  # fmt: skip
    size = sum(
        file.stat().st_size for file in (made.rglob("*") if made.is_dir() else [made]) if file.is_file()
    )
    if not request.check_n:
        typer.echo(jsonlib.dumps({"out": str(made), "bytes": size}) if request.json else str(made))
        return
    runs = _measure(request, made)
    raise typer.Exit(_print(request, made, size, runs))


def _check_problems(request: ExportRequest) -> None:
    """Nothing, if there are problems to compare on: an export takes long."""
    from coe.evaluation import evaluation_starts

    if request.check_n:
        next(evaluation_starts(request.check_tasks, 1, seed=request.seed), None)


def _measure(request: ExportRequest, made: Path) -> list[Run]:
    """The runs of the original and of the export on the same problems."""
    from coe.agents.files_hash import files_hash
    from coe.cli.evaluate import EvaluateRequest, measure
    from coe.errors import AgentError

    store = made.with_name(f"{made.name}.check.sqlite")
    kept = files_hash(made) if made.is_dir() else files_hash(made.parent, [made.name])
    runs = []
    for name, model, adapter, kind in (
        ("original", request.model, request.adapter, "local"),
        (f"export-{kept[:8]}", str(made), None, "mlx" if request.to is To.MLX else "local"),
    ):
        run, complete = measure(
            EvaluateRequest(
                out=f"{store}#{name}", tasks=request.check_tasks, n=request.check_n, seed=request.seed,
                max_steps=request.max_steps, batch_size=request.batch_size, model_type=kind, model=model,
                adapter_path=adapter, json=request.json,
            )
        )  # fmt: skip
        if not complete:
            raise AgentError(f"{made} is there, and is not compared: episodes failed on our side")
        runs.append(run)
    return runs


def _print(request: ExportRequest, made: Path, size: int, runs: list[Run]) -> int:
    """Prints what came out; the exit code."""
    from coe.cli.evaluation_tables import comparison_lines, metrics_table, without_nan
    from coe.evaluation import compare_runs, regression
    from coe.evaluation.metrics import measure

    original, exported = (run.facts() for run in runs)
    comparison = compare_runs(original, exported)
    found: Regression = regression(original, exported)
    if request.json:
        record = {"out": str(made), "bytes": size, "worse": found.worse, "comparison": asdict(comparison)}
        typer.echo(jsonlib.dumps(without_nan(record), ensure_ascii=False))
        return int(found.worse)
    console = make_console()
    console.print(metrics_table({"original": measure(original), "export": measure(exported)}))
    for line in comparison_lines("original", "export", comparison):
        console.print(line, markup=False, soft_wrap=True)
    if found.worse:
        console.print(f"the export is worse: one-sided p = {found.p_value:.3g}", style="yellow")
    console.print(f"{made} ({size / 1e6:,.1f} MB)", markup=False, soft_wrap=True)
    return int(found.worse)
