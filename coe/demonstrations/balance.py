"""A target mix of the five commands: which turns are left out so that the rest comes near it.

Commands that are commoner than the target asks are thinned, none is made up: a share for each command says
how many of its turns are kept. The last command that changes a draft, and the only turn of an episode, always
stay, so that every demonstration is in the set and can be replayed to its end. What is left out is a turn
that is not to be learned; the episode stays whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from coe.dsl.parser import COMMANDS
from coe.errors import UsageError

Turns = Sequence[tuple[str, bool]]
"""(command, whether it is to be learned) of each turn of an episode."""


def mix_of(text: str, flag: str) -> Mapping[str, float]:
    """The shares of "ADDL=30,REPL=40,...".

    Raises:
        UsageError: a part is none, or all are 0; the message names the flag.
    """
    shares: dict[str, float] = {}
    for part in text.split(","):
        name, _, share = part.strip().partition("=")
        if name not in COMMANDS or not share.replace(".", "", 1).isdecimal():
            raise UsageError(
                f"{flag}: {part.strip()!r} is no COMMAND=PERCENT; commands are {', '.join(COMMANDS)}"
            )
        shares[name] = float(share)
    if not any(shares.values()):
        raise UsageError(f"{flag}: the shares are all 0")
    return shares


def kept_shares(episodes: Iterable[Turns], target: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The share of the turns of each command that is to be kept, so that the mix is the target or near it.

    As many turns as can be are kept: those of the command that is rarest beside its target are kept all.

    Args:
        episodes: a sample of what is thinned.
        target: shares of the commands; one that is not named is to be as rare as can be.
    """
    there: Counter[str] = Counter()
    staying: Counter[str] = Counter()
    for turns in episodes:
        always = _always_kept(turns)
        there.update(command for command, learned in turns if learned)
        staying.update(turns[place][0] for place in always)
    wanted = {command: share for command, share in target.items() if share > 0 and there[command]}
    if not wanted:
        raise UsageError("--command-mix names no command that these demonstrations hold")
    unit = min(there[command] / share for command, share in wanted.items())
    return tuple(
        (command, _share(unit * wanted.get(command, 0.0), there[command], staying[command]))
        for command in COMMANDS
    )


def _share(wanted: float, there: int, staying: int) -> float:
    if there == staying:
        return 1.0
    return round(min(1.0, max(0.0, (wanted - staying) / (there - staying))), 4)


def thinned(turns: Turns, shares: Mapping[str, float], rng: Random) -> tuple[bool, ...]:
    """For each turn, whether it is still to be learned."""
    always = _always_kept(turns)
    return tuple(
        learned and (place in always or rng.random() < shares[command])
        for place, (command, learned) in enumerate(turns)
    )


def _always_kept(turns: Turns) -> frozenset[int]:
    places = [place for place, (_, learned) in enumerate(turns) if learned]
    changing = [place for place in places if turns[place][0] != "EXIT"]
    return frozenset((changing or places)[-1:])
