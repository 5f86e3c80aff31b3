"""`coe report`: runs as a page, as Markdown, as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="The first is what the others stand beside.")
    ],
    html: Annotated[Path | None, typer.Option(help="Write one self-contained page.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables as Markdown.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the figures as CSV.")] = None,
) -> None:
    """Tables, plots and every episode of stored runs, in files."""
    from coe.errors import UsageError
    from coe.evaluation import open_run
    from coe.evaluation.report import gather, write_csv, write_markdown, write_page

    writers = [(html, write_page), (markdown, write_markdown), (csv, write_csv)]
    wanted = [(path, write) for path, write in writers if path is not None]
    if not wanted:
        raise UsageError("say what to write: --html FILE, --markdown FILE or --csv FILE")
    data = gather([open_run(spec) for spec in runs])
    for path, write in wanted:
        write(data, path)
        typer.echo(str(path))
