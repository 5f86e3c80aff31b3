"""How the replies of a run are drawn: what an episode's record says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from coe.environment.methods import Asked
from coe.environment.rendering import Rendering
from coe.errors import UsageError
from coe.messages import Sampling

_OF_ONE_REPLY = ("grammar", "outline", "stalled")


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of a run; each turn has its own temperature beside them.

    Args:
        sampling: of every reply; its seed is that of the run, from which each reply's own is derived.
        repeat_temperature: the least temperature where the draft is one that the episode has had before (a
            greedy agent would only repeat itself); 0 leaves the temperature as it is.
        constrained: commands are held to the grammar of those that fit the draft, by agents that can.
        solution_tokens: most tokens of a reply that is a whole solution (method cot, a first draft);
            `sampling.max_tokens` bounds commands and answers.
        rendering: fresh conversations, or one that grows.

    Raises:
        UsageError: a value outside its range.
    """

    sampling: Sampling = field(default_factory=Sampling)
    repeat_temperature: float = 0.7
    constrained: bool = False
    solution_tokens: int = 1024
    rendering: Rendering = Rendering.STATE

    def __post_init__(self) -> None:
        if self.repeat_temperature < 0:
            raise UsageError("repeat_temperature must be at least 0")
        if self.solution_tokens < 1:
            raise UsageError("solution_tokens must be at least 1")

    def of(self, asked: Asked) -> Sampling:
        """How a reply of this kind is drawn: a whole solution has more tokens and goes on after a line."""
        if not asked.whole_solution:
            return self.sampling
        stop = tuple(text for text in self.sampling.stop if text != "\n")
        return replace(self.sampling, max_tokens=self.solution_tokens, stop=stop, grammar=None, outline=None)

    def as_arguments(self) -> dict[str, Any]:
        """Keyword arguments of `coe.rollout.run_episodes` that draw replies so."""
        return {
            "sampling": self.sampling,
            "repeat_temperature": self.repeat_temperature,
            "constrained": self.constrained,
            "solution_tokens": self.solution_tokens,
            "rendering": self.rendering,
            "seed": self.sampling.seed,
        }

    def to_dict(self) -> dict[str, object]:
        """A flat JSON-serialisable record; `from_dict` reads it back."""
        drawn = {name: value for name, value in asdict(self.sampling).items() if name not in _OF_ONE_REPLY}
        return {
            **drawn,
            "stop": list(self.sampling.stop),
            "repeat_temperature": self.repeat_temperature,
            "constrained": self.constrained,
            "solution_tokens": self.solution_tokens,
            "rendering": self.rendering.value,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, object]) -> Decoding:
        """Read a record of `to_dict`; fields that are missing have their defaults.

        Raises:
            UsageError: an unknown field or a value that does not fit.
        """
        values = dict(record)
        own = {name: values.pop(name) for name in _OWN if name in values}
        try:
            if "stop" in values:
                values["stop"] = tuple(map(str, _listed(values["stop"])))
            if "rendering" in own:
                own["rendering"] = Rendering(str(own["rendering"]))
            return cls(Sampling(**values), **own)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            raise UsageError(f"decoding settings: {error}") from error


_OWN = ("repeat_temperature", "constrained", "solution_tokens", "rendering")


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("stop must be a list")
    return value
