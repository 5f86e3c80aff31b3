"""`coe data`: a look at what is learned from."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coe.cli.console import make_console
from coe.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from coe.training.sft.encoding import Encoded

_MOST = 10**12

app = typer.Typer(help="Look at rows to learn from.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look at rows to learn from."""


@app.command("show")
def show(
    data: Annotated[Path, typer.Argument(metavar="FOLDER|FILE", help="Rows of coe demos.")],
    model: Annotated[
        str, typer.Option(help="Whose tokenizer and chat template are used: folder, GGUF file or hub name.")
    ] = "HuggingFaceTB/SmolLM2-135M-Instruct",
    mask: Annotated[
        bool, typer.Option("--mask", help="Colour the tokens that are learned, and count them.")
    ] = False,
    n: Annotated[int, typer.Option("--n", "-n", min=1, max=_MOST, help="Rows to show.")] = 3,
    first: Annotated[int, typer.Option(min=1, max=_MOST, help="Number of the first row.")] = 1,
    split: Annotated[str, typer.Option(help="Of the rows.")] = "train",
) -> None:
    """Print rows as the model reads them; with --mask, what of them is learned, as training has it."""
    from coe.agents.model_store import fetch_model
    from coe.training.sft.encoding import encode_lesson
    from coe.training.sft.lessons import read_lessons
    from coe.training.sft.loading import load_tokenizer

    lessons = list(islice(read_lessons([data], split), first - 1, first - 1 + n))
    if not lessons:
        raise UsageError(f"{data} has no row {first} of the {split} split")
    tokenizer = load_tokenizer(fetch_model(model))
    console = make_console()
    for lesson in lessons:
        encoded = encode_lesson(tokenizer, lesson)
        learned = int(encoded.learned.sum())
        about = f", {learned} of them learned" if mask else ""
        console.rule(f"{lesson.place}: {len(encoded)} tokens{about}", style="dim")
        console.print(_coloured(tokenizer, encoded, mask), soft_wrap=True)


def _coloured(tokenizer: Any, encoded: Encoded, mask: bool) -> Text:
    """The text, special tokens by name; runs of learned tokens in green between brackets, so that they show
    without colour too."""
    from rich.text import Text

    text = Text()
    start = 0
    while start < len(encoded):
        learned = bool(encoded.learned[start])
        end = start
        while end < len(encoded) and bool(encoded.learned[end]) == learned:
            end += 1
        piece = tokenizer.decode(encoded.ids[start:end].tolist(), skip_special_tokens=False)
        shown = mask and learned
        text.append(f"\u27e6{piece}\u27e7" if shown else piece, style="bold green" if shown else None)
        start = end
    return text
