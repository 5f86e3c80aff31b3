"""What a round did and how it is judged; when to stop, and which round is the best.

All rounds are measured on the same held-out starts, so they are compared pair by pair. Round 0 is the model
as it came. A round rises where it solves more of the starts than the last round that rose (at first round 0)
beyond chance: McNemar's test, exact and one-sided (McNemar 1947, Psychometrika 12:153), has p at most
1 - confidence. Small steps add up, because the round that is compared with stays the same until one rises.

The rounds end when as many in a row as `patience` did not rise, when nothing is left to gain, or when there
is nothing to learn from. The best round is the one that solved most, the earliest of equals. That it was
picked by this figure makes the figure flattering: a rate to publish is measured afterwards, on other
problems.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import comb
from pathlib import Path

from coe.errors import UsageError
from coe.files import write_text
from coe.intervals import Rate, wilson

NAME = "round.json"


@dataclass(frozen=True, slots=True)
class Round:
    """A finished round.

    Args:
        number: 0 is the model as it came.
        problems: problems sampled in this round.
        played: episodes on them that did not fail on our side.
        accepted: of those, verified ones.
        solved_problems: problems with a verified episode.
        episodes: learned from; those of earlier rounds too where every round begins at the base.
        rows: learned from.
        turns: of those episodes; the next three were left out of the rows.
        refused: commands that were refused.
        idle: turns that did not help.
        repeated: turns that were taught already.
        sampled_tokens: read and written while sampling.
        training_tokens: that the model was trained on.
        training_seconds: of training.
        solved: of the held-out starts.
        measured: held-out starts that did not fail on our side.
        failed: those that did.
        against: number of the round that it is compared with; its own for round 0.
        gained: held-out starts that it solves and that one does not.
        lost: the other way round.
        p_value: of a gain like this by chance.
        rose: whether it rose.
        adapter: folder of its adapter, relative to the run's; empty for a model without one.
    """

    number: int
    problems: int = 0
    played: int = 0
    accepted: int = 0
    solved_problems: int = 0
    episodes: int = 0
    rows: int = 0
    turns: int = 0
    refused: int = 0
    idle: int = 0
    repeated: int = 0
    sampled_tokens: int = 0
    training_tokens: int = 0
    training_seconds: float = 0.0
    solved: int = 0
    measured: int = 0
    failed: int = 0
    against: int = 0
    gained: int = 0
    lost: int = 0
    p_value: float = 1.0
    rose: bool = False
    adapter: str = ""

    @property
    def rate(self) -> Rate:
        """Of held-out starts solved."""
        return wilson(self.solved, self.measured)

    def save(self, folder: Path) -> None:
        """Write it into the folder of the round.

        Raises:
            OSError: it cannot be written.
        """
        write_text(folder / NAME, json.dumps(asdict(self), indent=1) + "\n")


def read_round(folder: Path) -> Round | None:
    """The finished round of a folder; None where it is not finished.

    Raises:
        UsageError: its file cannot be read.
    """
    path = folder / NAME
    try:
        return Round(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{path} is no record of a round: {error}") from error


def chance_of_gain(gained: int, lost: int) -> float:
    """Probability of at least so many gains among the changes if each were as likely a loss: McNemar's exact
    test, one-sided.

    >>> chance_of_gain(9, 2)
    0.03271484375
    """
    changed = gained + lost
    ways = sum(comb(changed, k) for k in range(gained, changed + 1))
    return float(Fraction(ways, 2**changed))


def compared(
    before: Mapping[str, bool], after: Mapping[str, bool], confidence: float
) -> tuple[int, int, float, bool]:
    """(gained, lost, p-value, whether it rose) over the starts that both measured."""
    shared = before.keys() & after.keys()
    gained = sum(after[key] and not before[key] for key in shared)
    lost = sum(before[key] and not after[key] for key in shared)
    chance = chance_of_gain(gained, lost)
    return gained, lost, chance, gained > lost and chance <= 1 - confidence


def best_round(rounds: Sequence[Round]) -> Round:
    """The one that solved the largest share of the held-out starts, the earliest of equals."""
    return max(rounds, key=lambda item: (item.rate.value, -item.number))


def reference_round(rounds: Sequence[Round]) -> Round:
    """The last round that rose, which the next one is compared with; at first round 0."""
    return next((item for item in reversed(rounds) if item.rose), rounds[0])


def why_stop(rounds: Sequence[Round], most: int, patience: int) -> str | None:
    """Why no further round is begun, None where one is."""
    last = rounds[-1]
    if last.measured and last.solved == last.measured:
        return f"round {last.number} solves every held-out start"
    if last.number >= most:
        return f"round {last.number} was the last one asked for"
    if last.number - reference_round(rounds).number >= patience:
        return f"the held-out rate did not rise in {patience} round{'s' * (patience > 1)}"
    return None
