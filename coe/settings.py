"""Settings that a stored piece of work goes on under: the same ones, or the difference is shown."""

from __future__ import annotations

from collections.abc import Mapping


def differences(stored: Mapping[str, object], asked: Mapping[str, object], kept: str) -> list[str]:
    """One sentence for each setting that is not the same, nested ones by their path.

    Args:
        stored: JSON values.
        asked: the same, of what is to go on.
        kept: what holds the stored ones: "the store", say.
    """
    found = []
    for name in sorted({*stored, *asked}):
        old, new = stored.get(name), asked.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found += [f"{name}.{rest}" for rest in differences(old, new, kept)]
        elif old != new:
            found.append(f"{name}: {old!r} in {kept}, {new!r} asked")
    return found
