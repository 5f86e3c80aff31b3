"""Settings of an environment; every record carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from coe.environment.methods import FirstDraft, Method
from coe.errors import UsageError


class Feedback(StrEnum):
    """What the agent is told.

    NONE: the lines alone, and why a command was refused. Nothing depends on any verdict: the episode ends at
    EXIT or when the commands are used up.
    LINES: a verdict on every line; nothing depends on the reference answer, the end of the episode included.
    OUTCOME: one bit more, from the reference answer: whether the final answer is right.
    """

    NONE = "none"
    LINES = "lines"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class RewardConfig:
    """Sizes of the parts of the reward; `coe.environment.reward` says what they mean.

    Args:
        solved: on the turn that solves the problem.
        refused: for a command that does not parse or does not fit.
        progress: weight of the potential.
        repeats: what a valid line that repeats the problem or a line before it counts for, beside 1 for any
            other valid line.
        discount: gamma of the potential-based shaping; the same as the learner's.
    """

    solved: float = 1.0
    refused: float = -0.1
    progress: float = 0.2
    repeats: float = 0.0
    discount: float = 1.0


@dataclass(frozen=True, slots=True)
class EnvironmentConfig:
    """How an environment behaves.

    Args:
        feedback: what the agent is told.
        calculator: evaluate `{13 - 5}` in the text of an edit; off, braces are plain text.
        max_steps: commands until the episode is truncated; refused commands count, and so does a first draft.
        reveal_truth: show the reference answer to the agent. Only for comparison with older data: every
            record carries this setting.
        max_lines: most lines that edits may bring a draft to.
        max_line_length: most characters of a line that an edit may write.
        rewards: sizes of the reward's parts.
        method: edits, or one reply that holds the solution or the answer.
        draft: what an episode of edits without a starting draft begins with.

    Raises:
        UsageError: a limit below 1, or a first draft by the model for a method without edits.
    """

    feedback: Feedback = Feedback.LINES
    calculator: bool = True
    max_steps: int = 15
    reveal_truth: bool = False
    max_lines: int = 40
    max_line_length: int = 400
    rewards: RewardConfig = field(default_factory=RewardConfig)
    method: Method = Method.COE
    draft: FirstDraft = FirstDraft.EMPTY

    def __post_init__(self) -> None:
        for name in ("max_steps", "max_lines", "max_line_length"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.method.one_reply and self.draft is FirstDraft.MODEL:
            raise UsageError(f"method {self.method} has no first draft: its one reply is the solution")

    @property
    def uses_reference(self) -> bool:
        """Whether anything the agent meets, the end of the episode included, depends on the reference."""
        return self.reveal_truth or self.feedback is Feedback.OUTCOME

    @property
    def shows_verdicts(self) -> bool:
        """Whether the agent reads a verdict on each line."""
        return self.feedback is not Feedback.NONE

    @property
    def only_edits(self) -> bool:
        """Whether agents are asked for nothing but edit commands."""
        return self.method is Method.COE and self.draft is FirstDraft.EMPTY

    def to_dict(self) -> dict[str, object]:
        """A JSON-serialisable record; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, object]) -> EnvironmentConfig:
        """Read a record of `to_dict`; fields that are missing have their defaults.

        Raises:
            UsageError: an unknown field or a value that does not fit.
        """
        values = dict(record)
        try:
            if "rewards" in values:
                values["rewards"] = RewardConfig(**_mapping(values["rewards"]))
            if "feedback" in values:
                values["feedback"] = Feedback(str(values["feedback"]))
            if "method" in values:
                values["method"] = Method(str(values["method"]))
            if "draft" in values:
                values["draft"] = FirstDraft(str(values["draft"]))
            return cls(**values)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            raise UsageError(f"environment settings: {error}") from error


def _mapping(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise TypeError("rewards must be an object")
    return {str(key): float(number) for key, number in value.items()}
