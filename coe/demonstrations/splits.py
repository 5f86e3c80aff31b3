"""How many demonstrations each split gets.

Which split a problem is in is decided by its statement (`coe.tasks.catalogue.split_of`), so a problem is
never in two, whatever is asked here.
"""

from __future__ import annotations

from coe.errors import UsageError
from coe.tasks.catalogue import SPLITS


def counts(spec: str, n: int) -> dict[str, int]:
    """Demonstrations of each split; those with none are left out.

    >>> counts("80/10/10", 1000)
    {'train': 800, 'validation': 100, 'test': 100}

    Args:
        spec: shares of train, validation and test ("80/10/10"), one split's name ("test"), or numbers
            ("train=900,test=100", and then `n` does not count).
        n: demonstrations in all.

    Raises:
        UsageError: it is none of these.
    """
    if "=" in spec:
        found = dict(_count(part) for part in spec.split(","))
    elif "/" in spec:
        found = _shares(spec, n)
    else:
        found = {_name(spec): n}
    wanted = {split: count for split, count in found.items() if count}
    if not wanted:
        raise UsageError(f"--splits {spec} leaves no demonstration")
    return wanted


def _shares(spec: str, n: int) -> dict[str, int]:
    parts = spec.split("/")
    if len(parts) != len(SPLITS) or not all(part.strip().isdecimal() for part in parts):
        raise UsageError(f"--splits {spec!r}: expected three shares such as 80/10/10")
    shares = [int(part) for part in parts]
    total = sum(shares)
    if not total:
        raise UsageError(f"--splits {spec!r}: the shares are all 0")
    found = {split: n * share // total for split, share in zip(SPLITS, shares, strict=True)}
    largest = max(found, key=lambda split: shares[tuple(SPLITS).index(split)])
    found[largest] += n - sum(found.values())
    return found


def _count(part: str) -> tuple[str, int]:
    name, _, number = part.partition("=")
    if not number.strip().isdecimal():
        raise UsageError(f"--splits: {part.strip()!r} is no NAME=COUNT")
    return _name(name), int(number)


def _name(text: str) -> str:
    name = text.strip()
    if name not in SPLITS:
        raise UsageError(f"--splits: there is no split {name!r}; splits are {', '.join(SPLITS)}")
    return name
