"""Choices that several commands share, as typed on the command line."""

from __future__ import annotations

from enum import StrEnum


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


class Told(StrEnum):
    """Feedback that demonstrations run under."""

    LINES = "lines"
    OUTCOME = "outcome"
    MIXED = "mixed"


TASKS_HELP = "Families and groups of them (core, algebra, all, ...), comma-separated; see `coe tasks`."


def chosen_families(tasks: str) -> tuple[str, ...]:
    """Families of a comma-separated list of families and groups, each once; "all" is every one.

    Raises:
        UsageError: an unknown family or group, or none.
    """
    from coe.errors import UsageError
    from coe.tasks.catalogue import families_named

    names = [name.strip() for name in tasks.split(",") if name.strip()]
    if not names:
        raise UsageError("--tasks names no family; try --tasks all, or see `coe tasks`")
    return families_named(names)
