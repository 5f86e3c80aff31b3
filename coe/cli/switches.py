"""Choices that several commands share, as typed on the command line."""

from __future__ import annotations

from enum import StrEnum


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


class Told(StrEnum):
    """Feedback that demonstrations run under."""

    NONE = "none"
    LINES = "lines"
    OUTCOME = "outcome"
    MIXED = "mixed"


class Shape(StrEnum):
    """Shape of a row."""

    CHAT = "chat"
    PROMPT = "prompt"
    INSTRUCTION = "instruction"
    TRACE = "trace"


class Rule(StrEnum):
    """What happens at a row of a data set that cannot be read."""

    STOP = "stop"
    SKIP = "skip"


TASKS_HELP = (
    "Families and groups of them (core, algebra, all, ...), comma-separated, and data sets as NAME:PATH "
    "(gsm8k:train.jsonl); see `coe tasks`."
)


def chosen_families(tasks: str) -> tuple[str, ...]:
    """Families of a comma-separated list of families, groups and data sets, each once; "all" is every family.

    Raises:
        UsageError: an unknown family or group, or none.
    """
    from coe.errors import UsageError
    from coe.tasks.catalogue import families_named
    from coe.tasks.loaders.spec import is_spec

    names = [name.strip() for name in tasks.split(",") if name.strip()]
    if not names:
        raise UsageError("--tasks names no family; try --tasks all, or see `coe tasks`")
    families = [families_named([name]) if not is_spec(name) else (name,) for name in names]
    return tuple(dict.fromkeys(family for group in families for family in group))


def loaded_families(tasks: str, bad_rows: Rule) -> tuple[str, ...]:
    """`chosen_families`; data sets are read once, and what they hold goes to standard error.

    Raises:
        UsageError: as `chosen_families`.
        ProblemError: a data set cannot be read, or has a bad row and the rule is to stop.
    """
    import typer

    from coe.tasks.loaders.loading import count_worked
    from coe.tasks.loaders.spec import BadRows, is_spec, with_bad_rows

    families = tuple(with_bad_rows(name, BadRows(bad_rows.value)) for name in chosen_families(tasks))
    for name in filter(is_spec, families):
        typer.echo(f"{name}: {count_worked(name)}", err=True)
    return families
