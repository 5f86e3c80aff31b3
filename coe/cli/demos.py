"""`coe demos`: demonstrations to files, each replayed through the real environment."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.demo_flags import (
    Address,
    BadRows,
    Carry,
    CommandMix,
    Empty,
    Mistakes,
    MostMistakes,
    Number,
    Out,
    Partial,
    Recovery,
    ReplaceWord,
    Right,
    ShownMethod,
    Splits,
    Workers,
)
from coe.cli.draft_flags import (
    DraftRequest,
    DraftsFrom,
    DraftsMethod,
    DraftsModel,
    DraftsN,
    DraftsShare,
    DraftsTemperature,
    Written,
    with_drafts,
)
from coe.cli.method_flags import Way
from coe.cli.switches import TASKS_HELP, Rule, Shape, Switch, Told, loaded_families
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.cli.progress import Bar
    from coe.demonstrations.engine import Engine
    from coe.demonstrations.generate import DemonstrationConfig


app = typer.Typer(invoke_without_command=True)


class Files(StrEnum):
    """Kind of file in a folder."""

    JSONL = "jsonl"
    PARQUET = "parquet"


class Where(StrEnum):
    """What does the work."""

    LOCAL = "local"
    RAY = "ray"


Form = Annotated[
    Shape, typer.Option(help="Shape of a row; trace has one a demonstration, the others one a turn.")
]
DoneBy = Annotated[Where, typer.Option(help="This machine, or the machines of a Ray cluster.")]


@dataclass(frozen=True, slots=True)
class _Request:
    out: Path
    splits: dict[str, int]
    format: Shape
    files: Files
    shard_size: int
    resume: bool


@app.callback()
def demos(
    context: typer.Context,
    out: Out = None,
    tasks: Annotated[str, typer.Option(help=TASKS_HELP)] = "all",
    n: Number = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 0,
    format: Form = Shape.CHAT,
    files: Annotated[Files, typer.Option(help="Files of a folder.")] = Files.JSONL,
    shard_size: Annotated[int, typer.Option(min=1, help="Demonstrations in a file of a folder.")] = 10_000,
    splits: Splits = None,
    method: ShownMethod = Way.COE,
    calculator: Annotated[Switch, typer.Option(help="Calculator spans in the edits.")] = Switch.ON,
    feedback: Annotated[Told, typer.Option(help="What the demonstrated agent is told.")] = Told.LINES,
    mistakes: Mistakes = "full",
    most_mistakes: MostMistakes = 6,
    carry: Carry = Switch.ON,
    empty: Empty = 0.15,
    partial: Partial = 0.1,
    right: Right = 0.05,
    recovery: Recovery = 0.15,
    replace_word: ReplaceWord = Switch.ON,
    command_mix: CommandMix = None,
    drafts_from: DraftsFrom = None,
    drafts_model: DraftsModel = None,
    drafts_n: DraftsN = 200,
    drafts_share: DraftsShare = 0.2,
    drafts_method: DraftsMethod = Written.AUTO,
    drafts_temperature: DraftsTemperature = 0.8,
    workers: Workers = None,
    engine: DoneBy = Where.LOCAL,
    address: Address = None,
    bad_rows: BadRows = Rule.STOP,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is there.")] = False,
) -> None:
    """Write demonstrations: episodes that mend a wrong, partial or empty draft and end solved; with --method
    cot or direct, the worked solution or the answer in one reply."""
    if context.invoked_subcommand is not None:
        return
    from coe.demonstrations.generate import DemonstrationConfig
    from coe.demonstrations.splits import counts

    if out is None:
        raise UsageError("--out is missing: a folder, or a file that ends in .jsonl")
    wanted = counts(splits or ("train" if out.suffix == ".jsonl" else "80/10/10"), n)
    request = _Request(out, wanted, format, files, shard_size, resume)
    config = DemonstrationConfig(
        loaded_families(tasks, bad_rows), seed, feedback=feedback.value,
        calculator=calculator is Switch.ON, mistakes=mistakes, most_mistakes=most_mistakes,
        carry=carry is Switch.ON, method=method.value, empty=empty, partial=partial, right=right,
        recovery=recovery, replace_word=replace_word is Switch.ON,
    )  # fmt: skip
    if drafts_from is not None:
        if method is not Way.COE:
            raise UsageError("--drafts-from is for --method coe: drafts are mended by edits")
        settings = (drafts_from, drafts_model, drafts_n, drafts_method, drafts_temperature, workers)
        config = with_drafts(config, DraftRequest(*settings), drafts_share, wanted, out)
    if command_mix is not None:
        config = _mixed(config, command_mix)
    _write(request, config, open_engine(engine, address, workers))


def _mixed(config: DemonstrationConfig, mix: str) -> DemonstrationConfig:
    from coe.demonstrations.balance import mix_of
    from coe.demonstrations.pilot import with_command_mix

    target = mix_of(mix, "--command-mix")
    if config.method != "coe":
        raise UsageError("--command-mix is for --method coe: other methods have no commands")
    return with_command_mix(config, target)


def _write(request: _Request, config: DemonstrationConfig, opened: AbstractContextManager[Engine]) -> None:
    from time import perf_counter

    from coe.cli.progress import Bar

    write = _write_file if request.out.suffix == ".jsonl" else _write_folder
    started = perf_counter()
    try:
        with opened as engine, Bar("demonstrations", sum(request.splits.values())) as bar:
            rows = write(request, config, engine, bar)
    except KeyboardInterrupt:
        typer.echo(f"coe: {request.out} holds what is finished; go on with --resume", err=True)
        raise
    seconds = perf_counter() - started
    rate = bar.made / seconds if seconds else 0.0
    typer.echo(
        f"{request.out}: {bar.made} demonstrations, {rows} rows, {seconds:.1f} s, {rate:.0f} demonstrations/s"
    )


def _write_file(request: _Request, config: DemonstrationConfig, engine: Engine, bar: Bar) -> int:
    from dataclasses import replace

    from coe.demonstrations.formats import Format
    from coe.demonstrations.writer import write_demonstrations

    if request.out.is_dir():
        raise UsageError(f"--out {request.out} is a folder whose name ends in .jsonl; give a file in it")
    if not request.out.parent.is_dir():
        raise UsageError(f"--out: there is no folder {request.out.parent}; make it first")
    if len(request.splits) > 1:
        raise UsageError("--splits: a file holds one split; give a folder as --out for several")
    ((split, n),) = request.splits.items()
    return write_demonstrations(
        replace(config, split=split), n, request.out, form=Format(request.format.value),
        resume=request.resume, engine=engine, on_demonstration=bar.show,
    )  # fmt: skip


def _write_folder(request: _Request, config: DemonstrationConfig, engine: Engine, bar: Bar) -> int:
    from coe.demonstrations.formats import Format
    from coe.demonstrations.store import Store
    from coe.demonstrations.writer import write_dataset

    if request.out.is_file() or request.out.suffix:
        raise UsageError(f"--out {request.out}: give a folder, or a file that ends in .jsonl")
    return write_dataset(
        config, request.splits, request.out, form=Format(request.format.value),
        store=Store(request.files.value), shard_size=request.shard_size,
        resume=request.resume, engine=engine, on_demonstration=bar.show,
    )  # fmt: skip


def open_engine(engine: Where, address: str | None, workers: int | None) -> AbstractContextManager[Engine]:
    """What does the work, as asked for by the flags.

    Raises:
        UsageError: there is no such cluster, or an address without Ray.
    """
    if address is not None and engine is not Where.RAY:
        raise UsageError("--address is for --engine ray")
    if engine is Where.RAY:
        from coe.demonstrations.ray_engine import RayEngine

        return RayEngine(address, workers)
    from coe.demonstrations.engine import LocalEngine

    return LocalEngine(workers)
