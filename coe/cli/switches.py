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


def chosen_families(tasks: str) -> tuple[str, ...]:
    """Families of a comma-separated list, each once; "all" is every one.

    Raises:
        UsageError: an unknown family, or none.
    """
    from coe.errors import UsageError
    from coe.tasks.catalogue import family_names, load_family

    names = [name.strip() for name in tasks.split(",") if name.strip()]
    if not names:
        raise UsageError("--tasks names no family; try --tasks all, or see `coe tasks`")
    if "all" in names:
        return family_names()
    for name in names:
        load_family(name)
    return tuple(dict.fromkeys(names))
