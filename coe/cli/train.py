"""`coe train`: train a model. `coe train tiny` makes the built-in one again, from nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.switches import TASKS_HELP, Switch, Told, chosen_families
from coe.cli.train_distill import distill
from coe.cli.train_grpo import grpo
from coe.cli.train_self_improve import self_improve
from coe.cli.train_sft import sft

if TYPE_CHECKING:
    from coe.training.tiny.train import Evaluate

app = typer.Typer(help="Train a model.", no_args_is_help=True)
app.command("sft")(sft)
app.command("grpo")(grpo)
app.command("self-improve")(self_improve)
app.command("distill")(distill)


@app.callback()
def _group() -> None:
    """Train a model."""


@app.command("tiny")
def tiny(
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Folder of the model; a run that is there goes on.")
    ] = Path("tiny-model"),
    minutes: Annotated[
        float, typer.Option(min=0.01, help="Minutes of training, evaluations left out.")
    ] = 60.0,
    tasks: Annotated[str, typer.Option(help=TASKS_HELP)] = "core",
    seed: Annotated[int, typer.Option(help="Of the demonstrations and the first weights.")] = 0,
    calculator: Annotated[Switch, typer.Option(help="Calculator spans in the edits.")] = Switch.ON,
    feedback: Annotated[Told, typer.Option(help="What the demonstrated agent is told.")] = Told.MIXED,
    drills: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of copying drills among the examples.")
    ] = 0.25,
    eval_n: Annotated[int, typer.Option(min=1, help="Held-out problems a family in each evaluation.")] = 20,
    eval_minutes: Annotated[
        float, typer.Option(min=0, help="Between evaluations; 0 for the last only.")
    ] = 10.0,
    workers: Annotated[int, typer.Option(min=0, help="Background processes that make examples.")] = 1,
    threads: Annotated[
        int, typer.Option(min=0, help="Of PyTorch; 0 for all cores. Fewer where others compute too.")
    ] = 0,
    compile: Annotated[Switch, typer.Option(help="torch.compile; needs a C++ compiler.")] = Switch.ON,
) -> None:
    """Train the built-in model from nothing on demonstrations; tokens/s and solved rates are printed."""
    from coe.training.tiny.demonstration_source import demonstrated, weighted
    from coe.training.tiny.drills import DrilledSource
    from coe.training.tiny.train import TrainConfig, train_tiny

    families = chosen_families(tasks)
    with_spans = calculator is Switch.ON
    config = TrainConfig(
        out=out, minutes=minutes, eval_minutes=eval_minutes, workers=workers, seed=seed,
        threads=threads, compile=compile is Switch.ON,
    )  # fmt: skip
    source = DrilledSource(
        demonstrated(weighted(families), seed=seed, feedback=feedback.value, calculator=with_spans),
        drills,
    )
    train_tiny(config, source, _evaluation(families, eval_n, with_spans), report=typer.echo)


def _evaluation(families: tuple[str, ...], n: int, calculator: bool) -> Evaluate:
    """Solved rates on held-out problems from mistaken and from empty drafts, truth hidden."""

    def evaluate(folder: Path) -> str:
        from coe.agents import create_agent
        from coe.training.tiny.solved_rate import Draft, Setting, pooled, solved_rates

        agent = create_agent("tiny", model=str(folder))
        parts = []
        for draft in (Draft.MISTAKEN, Draft.EMPTY):
            setting = Setting(draft=draft, calculator=calculator)
            rates = solved_rates(agent, families, setting, n, split="validation")
            worst = min(rates, key=lambda family: family.rate.value)
            parts.append(f"{setting}: {pooled(rates)}, worst {worst.family} {worst.rate}")
        return "; ".join(parts)

    return evaluate
