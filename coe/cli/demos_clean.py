"""`coe demos clean`: a set without duplicates and without the problems of evaluation sets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def clean(
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="A set that `coe demos` wrote.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the clean set goes.")],
    near: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="Also remove near duplicates: from this Jaccard similarity on (MinHash)."
        ),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="TASKS", help="Evaluation problems to take out; repeatable."),
    ] = None,
) -> None:
    """Write a set again without duplicates: the first of equal demonstrations stays."""
    from coe.cli.progress import Bar
    from coe.demonstrations.quality.cleaning import write_clean
    from coe.demonstrations.rows import count_rows
    from coe.errors import UsageError
    from coe.tasks.sources import load_problems

    evaluation = (problem for spec in against or () for problem in load_problems(spec, None))
    try:
        with Bar("rows", count_rows(source)) as bar:
            removed = write_clean(source, out, near=near, evaluation=evaluation, on_rows=bar.show)
    except OSError as error:
        raise UsageError(
            f"cannot write {error.filename or out}: {error.strerror}; choose another --out"
        ) from error
    typer.echo(f"{out}: removed " + ", ".join(f"{count} {reason}" for reason, count in removed.items()))
