"""Flags of `coe demos`: what is demonstrated, where it goes, and what does the work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from coe.cli.method_flags import Way
from coe.cli.switches import Rule, Switch


def _share(what: str) -> Any:
    return typer.Option(min=0, max=1, help=f"Share that {what}.")


Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER|FILE.jsonl", help="A folder in shards with splits, or one file of one split."
    ),
]
Number = Annotated[int, typer.Option("--n", "-n", min=1, help="Number of demonstrations (episodes).")]
Splits = Annotated[
    str | None,
    typer.Option(
        metavar="80/10/10|NAME|NAME=COUNT,...",
        help="Shares of train/validation/test, one split, or counts; a problem is never in two. "
        "By default 80/10/10 for a folder, train for a file.",
    ),
]
ShownMethod = Annotated[
    Way, typer.Option(help="coe: edits; cot: the worked solution in one reply; direct: the answer only.")
]
Mistakes = Annotated[
    str,
    typer.Option(
        metavar="MIXTURE",
        help="Kinds of mistakes and mixtures (full, model, core), comma-separated; kind=weight, 0 for none.",
    ),
]
MostMistakes = Annotated[int, typer.Option(min=1, help="Most of them in a draft.")]
Carry = Annotated[Switch, typer.Option(help="A wrong value goes on into the lines after it.")]
Empty = Annotated[float, _share("starts from an empty draft")]
Partial = Annotated[float, _share("starts from the first lines of the solution")]
Right = Annotated[float, _share("starts from the solution, where only the agent can see that it is right")]
Recovery = Annotated[float, _share("mends wrong commands made on the way, which are not learned")]
ReplaceWord = Annotated[Switch, typer.Option(help="REPW where it is shorter than REPL.")]
CommandMix = Annotated[
    str | None,
    typer.Option(
        metavar="ADDL=30,REPL=35,...",
        help="Turns of the commoner commands are left out until the commands have these shares, as nearly as "
        "can be.",
    ),
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes; all cores by default. The bytes are the same.")
]
Address = Annotated[
    str | None, typer.Option(help="Of the Ray cluster; without it one is started on this machine.")
]
BadRows = Annotated[Rule, typer.Option(help="At a row of a data set that cannot be read: stop, or skip it.")]
