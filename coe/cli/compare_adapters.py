"""`coe compare-adapters`: the regression gate, whether one adapter is worse than another."""

from __future__ import annotations

import json as jsonlib
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from coe.cli.console import make_console
from coe.cli.evaluate import EvaluateRequest, measure
from coe.cli.requests import takes

if TYPE_CHECKING:
    from coe.evaluation import Regression, Run

BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptersRequest(EvaluateRequest):
    """What `coe compare-adapters` can be asked; the other flags are those of `coe evaluate`."""

    old: Annotated[str, Argument(metavar="OLD", help="Folder or name of an adapter; base for none.")]
    new: Annotated[str, Argument(metavar="NEW", help="The one in question, likewise.")]
    margin: Annotated[
        float, Option(help="Loss that is put up with, in percentage points of the solved rate.")
    ] = 0.0
    alpha: Annotated[float, Option(help="Chance of a false alarm.")] = 0.05
    model_type: Annotated[str, Option(help="local, mlx, or your own package.module:attribute.")] = "local"
    out: Annotated[
        str, Option(metavar="STORE", help="FILE or postgresql://.../DATABASE; keeps the episodes of both.")
    ] = "compare-adapters.sqlite"
    tasks: Annotated[
        str, Option(help="Families, files and names, comma-separated, or all (`coe tasks`).")
    ] = "core"
    n: Annotated[int, Option("-n", min=1, help="Problems, from each task in turn.")] = 300


@takes(AdaptersRequest)
def compare_adapters(request: AdaptersRequest) -> None:
    """Ask whether NEW solves fewer of the same problems than OLD; the same command goes on if stopped.

    Every problem is tried once with each adapter. Without --margin McNemar's exact test decides, one-sided;
    with it, whether the interval shows a loss of more than that.

    Exit code: 0 NEW is not worse, 1 it is, or the two could not be compared, 2 wrong usage.
    """
    from coe.errors import AgentError
    from coe.evaluation import regression

    base = _check(request)
    runs = []
    for adapter in (request.old, request.new):
        asked = replace(
            request, out=f"{request.out}#{_run_name(adapter)}", model=base,
            adapter_path=None if adapter == BASE else adapter,
        )  # fmt: skip
        run, complete = measure(asked)
        if not complete:
            raise AgentError(f"not compared: episodes of {adapter} failed on our side")
        runs.append(run)
    facts = [run.facts() for run in runs]
    found = regression(*facts, margin=request.margin / 100, alpha=request.alpha)
    _print(found, request, runs)
    raise typer.Exit(1 if found.worse else 0)


def _check(request: AdaptersRequest) -> str:
    """The base model; refuses what cannot work before anything is loaded."""
    from coe.agents.adapters import base_of, check_base, read_adapter
    from coe.errors import UsageError
    from coe.evaluation.regression import check_gate

    check_gate(request.margin / 100, request.alpha)
    if "#" in request.out:
        raise UsageError(
            f"--out takes a store without a run, as it keeps one for each adapter: {request.out}"
        )
    if request.adapter_path is not None or request.samples > 1:
        raise UsageError("the adapters are OLD and NEW, each tried once: without --adapter and --samples")
    names = (request.old, request.new)
    adapters = [read_adapter(name) for name in names if name != BASE]
    if len({adapter.folder.resolve() for adapter in adapters}) + (BASE in names) < 2:
        raise UsageError(f"{request.old} and {request.new} are the same; give two adapters, or base and one")
    base = request.model or next(filter(None, (base_of(adapter.folder) for adapter in adapters)), None)
    if base is None:
        raise UsageError("the adapters do not name the model that they were trained for; give it by --model")
    for adapter in adapters:
        check_base(adapter, base)
    return base


def _run_name(adapter: str) -> str:
    """Of an adapter by its content, so that one store holds the runs of many and plays none of them twice."""
    from coe.agents.adapters import read_adapter
    from coe.agents.files_hash import files_hash

    if adapter == BASE:
        return BASE
    folder = read_adapter(adapter).folder.resolve()
    return f"{re.sub('[^A-Za-z0-9._-]+', '-', folder.name)}-{files_hash(folder)[:8]}"


def _print(found: Regression, request: AdaptersRequest, runs: list[Run]) -> None:

    from coe.cli.compare import print_changed, statements_of
    from coe.cli.evaluation_tables import metrics_table, without_nan
    from coe.evaluation.metrics import measure

    if request.json:
        record = {
            "old": request.old, "new": request.new, "runs": [run.label for run in runs], "worse": found.worse,
            "excluded": found.excluded, **asdict(found),
        }  # fmt: skip
        typer.echo(jsonlib.dumps(without_nan(record), ensure_ascii=False))
        return
    console = make_console()
    rows = {
        f"{label} {run.name}": measure(run.facts()) for label, run in zip(("OLD", "NEW"), runs, strict=True)
    }
    console.print(metrics_table(rows))
    for line in _sentences(found):
        console.print(line, markup=False, soft_wrap=True)
    print_changed(console, found.comparison, statements_of(runs))


def _sentences(found: Regression) -> list[str]:
    comparison, sure = found.comparison, 100 * (1 - found.alpha)
    low, high = -100 * found.most_lost, -100 * found.least_lost
    lines = [
        f"{comparison.problems} problems in common: {len(comparison.gained)} gained, "
        f"{len(comparison.lost)} lost; NEW less OLD {100 * comparison.difference:+.1f} points, "
        f"{100 * (1 - 2 * found.alpha):g} % interval [{low:+.1f}, {high:+.1f}]; "
        f"NEW is worse: one-sided p = {found.p_value:.3g} (McNemar, exact)"
    ]
    allowed = f" by more than {100 * found.margin:g} points" if found.margin else ""
    if found.worse:
        return [*lines, f"NEW is worse{allowed}."]
    if found.excluded:
        return [*lines, f"NEW is not worse{allowed}: {sure:g} % sure."]
    return [
        *lines,
        f"NEW is not shown to be worse{allowed}; a loss of up to {max(0.0, 100 * found.most_lost):.1f} "
        f"points is not excluded ({sure:g} %). More problems (-n) tell more.",
    ]
