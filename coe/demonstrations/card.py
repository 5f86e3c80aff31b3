"""The data card of a folder of demonstrations: README.md with the YAML head that the Hugging Face hub reads.

`datasets.load_dataset(FOLDER)` takes the splits, the files and the types of the columns from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coe.demonstrations.formats import COLUMNS, Format, Kind
from coe.demonstrations.manifest import Manifest
from coe.files import write_text

NAME = "README.md"

_TYPES = {
    Kind.TEXT: ("dtype: string",),
    Kind.INTEGER: ("dtype: int64",),
    Kind.FLAG: ("dtype: bool",),
    Kind.TEXTS: ("list: string",),
    Kind.INTEGERS: ("list: int64",),
    Kind.MESSAGES: ("list:", "- name: role", "  dtype: string", "- name: content", "  dtype: string"),
}

_MEANING = {
    "messages": "the conversation: instructions, state, edit command (trace: the whole episode)",
    "mask": "one number a message: 1 where the model is to learn to write it",
    "prompt": "instructions and state",
    "completion": "the edit command, or the one reply of the method",
    "instruction": "the instructions, the same in every row",
    "input": "the state: problem, numbered lines, a verdict on each",
    "output": "the edit command, or the one reply of the method",
    "task_id": "hash of the problem and its answer",
    "family": "task family or data set",
    "source": "where the problem comes from",
    "split": "decided by a hash of the problem's statement: no problem is in two",
    "difficulty": "1 to 5 where the family has levels",
    "answer": "the reference answer, for scoring; under feedback `lines` no message depends on it",
    "start": "what the episode starts from",
    "mistakes": "kinds of mistake made in the starting draft, in order",
    "feedback": "what the demonstrated agent is told: `none`, `lines` or `outcome`",
    "calculator": "whether arithmetic in braces is worked out by the environment",
    "method": "`coe`, edits; `cot` or `direct`, the solution or the answer in one reply",
    "max_steps": "commands until an episode is cut off",
    "demo": "number of the demonstration within its split; its rows stand together, in order",
    "turn": "number of the turn, from 1",
    "turns": "turns of the episode",
}


def write_card(folder: Path, manifest: Manifest, form: Format) -> None:
    """Write the card of a set without a quality report.

    Raises:
        OSError: it cannot be written.
    """
    write_text(folder / NAME, card(manifest, form))


def card(manifest: Manifest, form: Format, report: str = "") -> str:
    """The card's text; `report` is Markdown that goes at its end."""
    return "\n".join(["---", *_head(manifest, form), "---", "", *_body(manifest, form), report])


def _head(manifest: Manifest, form: Format) -> Iterator[str]:
    yield "pretty_name: Chain of Edits demonstrations"
    yield "language:\n- en"
    yield "task_categories:\n- text-generation"
    yield "tags:\n- mathematics\n- reasoning\n- chain-of-edits\n- tool-use"
    yield f"size_categories:\n- {_size(manifest.rows)}"
    yield "configs:\n- config_name: default\n  data_files:"
    for split in manifest.splits:
        yield f"  - split: {split}\n    path: data/{split}-*.{manifest.settings['store']}"
    yield "dataset_info:\n  features:"
    for name, kind in COLUMNS[form].items():
        first, *rest = _TYPES[kind]
        yield f"  - name: {name}\n    {first}"
        yield from (f"    {line}" for line in rest)


def _body(manifest: Manifest, form: Format) -> Iterator[str]:
    settings = manifest.settings
    yield "# Chain of Edits demonstrations\n"
    yield (
        "Episodes in which a wrong, partial or empty solution of a mathematics problem is mended by edit "
        "commands, each played through the real environment, where a verifier judges every line after every "
        "edit, and ended solved.\n"
    )
    counts = ", ".join(f"{n:,} in {split}" for split, n in manifest.splits.items())
    yield (
        f"Demonstrations: {counts}; {manifest.rows:,} rows in {form.value} form. "
        f"Made by coe {settings.get('coe')}.\n"
    )
    families = settings.get("families")
    tasks = ", ".join(map(str, families)) if isinstance(families, list) and families else "all"
    yield f"Tasks: {tasks}. Seed {settings.get('seed')}. All settings are in `demos.json`.\n"
    yield "## Columns\n"
    yield "| column | type | meaning |\n|---|---|---|"
    for name, kind in COLUMNS[form].items():
        yield f"| {name} | {kind.value} | {_MEANING[name]} |"
    yield ""


def _size(rows: int) -> str:
    limits = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for most, name in limits if rows < most), "1M<n<10M")
