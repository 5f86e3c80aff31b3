"""What decides the episodes of a run: two runs with equal configurations measure the same thing.

How many problems and samples were asked for is not part of it: a run may be made longer. Neither is where it
ran: that is `coe.evaluation.provenance`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from coe.environment import Decoding, EnvironmentConfig
from coe.errors import UsageError
from coe.evaluation.starts import Draft
from coe.search import SearchConfig
from coe.settings import differences

Settings = dict[str, object]


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Everything that decides which episodes a run holds.

    Args:
        tasks: as typed: families, files, names.
        agent: its name and what its replies depend on (model, adapter hash, precision).
        split: of generated problems.
        seed: of the problems and the drafts.
        draft: what episodes start from.
        mistakes: the mixture of a mistaken draft (`coe.corruptions.mixtures`).
        environment: method, feedback, limits, calculator.
        decoding: how replies are drawn; its seed is that of all of them.
        search: how each episode is sought; None plays one.
    """

    tasks: str
    agent: Mapping[str, str]
    split: str = "test"
    seed: int = 1
    draft: Draft = Draft.MISTAKEN
    mistakes: str = "full"
    environment: EnvironmentConfig = field(default_factory=EnvironmentConfig)
    decoding: Decoding = field(default_factory=Decoding)
    search: SearchConfig | None = None

    @property
    def revealed(self) -> bool:
        """Whether the agent was shown the reference answers."""
        return self.environment.reveal_truth

    def to_dict(self) -> Settings:
        """The settings as JSON values, the same on every machine."""
        settings: Settings = {
            "tasks": self.tasks,
            "agent": dict(self.agent),
            "split": self.split,
            "seed": self.seed,
            "draft": self.draft.value,
            "mistakes": self.mistakes,
            "environment": self.environment.to_dict(),
            "decoding": self.decoding.to_dict(),
        }
        if self.search is not None:
            settings["search"] = self.search.to_dict()
        plain: Settings = json.loads(json.dumps(settings))
        return plain


def refuse_changes(stored: Mapping[str, object], asked: Mapping[str, object], place: str) -> None:
    """Nothing, if the settings are the same.

    Raises:
        UsageError: they are not; the message has the differences.
    """
    changed = differences(stored, asked, "the store")
    if changed:
        raise UsageError(
            f"{place} was run with other settings ({'; '.join(changed)}); choose another --out, "
            "or repeat the command that began it"
        )
