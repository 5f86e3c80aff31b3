"""The record of an episode: what demonstrations, evaluation, training and the page all read.

JSON both ways, with a version; a record carries everything needed to replay it (problem, starting draft,
settings, replies). A record of another version is refused, never guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from operator import add
from typing import cast

from coe.environment.config import EnvironmentConfig
from coe.environment.decoding import Decoding
from coe.environment.environment import EpisodeStatus
from coe.environment.methods import Asked, Method
from coe.environment.rendering import verdict_label
from coe.errors import CoeError, ProblemError
from coe.messages import Usage
from coe.problem import Problem
from coe.verifier.report import LineStatus, LineVerdict, Reason

RECORD_VERSION = 1
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Turn:
    """One command and what it did.

    Args:
        observation: the state the agent read, rendered.
        reply: its answer, as it came.
        edit: the command in canonical form, None if the reply was none.
        stored: the line that the command stored, calculator spans filled; None if it stored none.
        error: why the command was refused, None if it was not.
        lines: the draft after the turn.
        verdicts: one a line.
        reward: of this turn.
        usage: tokens and seconds of the reply.
        agent: name of the agent that answered.
        temperature: at which the reply was drawn.
        asked: what the reply was to be; anything but an edit has neither `edit` nor `stored`.
    """

    observation: str
    reply: str
    edit: str | None
    stored: str | None
    error: str | None
    lines: tuple[str, ...]
    verdicts: tuple[LineVerdict, ...]
    reward: float
    usage: Usage = field(default_factory=Usage)
    agent: str = ""
    temperature: float = 0.0
    asked: Asked = Asked.EDIT

    @property
    def labels(self) -> tuple[str, ...]:
        """The verdicts as the agent reads them."""
        return tuple(verdict_label(verdict) for verdict in self.verdicts)

    def to_dict(self) -> dict[str, object]:
        """A JSON-serialisable record; `from_dict` reads it back."""
        record: dict[str, object] = {name: getattr(self, name) for name in _PLAIN}
        return {
            **record,
            "lines": list(self.lines),
            "verdicts": [verdict_record(verdict) for verdict in self.verdicts],
            "usage": asdict(self.usage),
            "asked": self.asked.value,
        }

    @classmethod
    def from_dict(cls, record: Record) -> Turn:
        """Read a record of `to_dict`.

        Raises:
            ProblemError: a field is missing or does not fit.
        """
        try:
            plain = {name: record[name] for name in _PLAIN}
            return cls(
                **plain,  # type: ignore[arg-type]
                lines=tuple(cast(Sequence[str], record["lines"])),
                verdicts=read_verdicts(record["verdicts"]),
                usage=Usage(**cast(dict[str, int], record["usage"])),
                asked=Asked(str(record.get("asked", Asked.EDIT))),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ProblemError(f"turn record: {error!r}") from error


_PLAIN = ("observation", "reply", "edit", "stored", "error", "reward", "agent", "temperature")


@dataclass(frozen=True, slots=True)
class Episode:
    """One finished episode.

    Args:
        problem: with its reference answer, which agents did not see unless `config.uses_reference`.
        initial_lines: the starting draft.
        initial_verdicts: one a line of it.
        turns: in order.
        status: how it ended, scored against the reference where there is one.
        final_answer: the answer as the last draft states it, None where it states none.
        exited: the agent said EXIT.
        truncated: the commands were used up.
        config: the environment's settings.
        sample: which episode on this problem of its run, from 0.
        failure: for status FAILED, what failed.
        failed_usage: of a reply that failed, and so made no turn, but may have been paid for.
        decoding: how replies were drawn; None where no agent was asked (demonstrations, replays).
        unchosen_usage: of a search the replies that are not among the turns of its chosen episode.
    """

    problem: Problem
    initial_lines: tuple[str, ...]
    initial_verdicts: tuple[LineVerdict, ...]
    turns: tuple[Turn, ...]
    status: EpisodeStatus
    final_answer: str | None
    exited: bool
    truncated: bool
    config: EnvironmentConfig
    sample: int = 0
    failure: str | None = None
    failed_usage: Usage = field(default_factory=Usage)
    decoding: Decoding | None = None
    unchosen_usage: Usage = field(default_factory=Usage)

    @property
    def method(self) -> Method:
        """How the problem was solved."""
        return self.config.method

    @property
    def solved(self) -> bool:
        """Whether the answer is right and no line is invalid."""
        return self.status is EpisodeStatus.SOLVED

    @property
    def steps(self) -> int:
        """Commands used."""
        return len(self.turns)

    @property
    def lines(self) -> tuple[str, ...]:
        """The last draft."""
        return self.turns[-1].lines if self.turns else self.initial_lines

    @property
    def verdicts(self) -> tuple[LineVerdict, ...]:
        """Verdicts on the last draft."""
        return self.turns[-1].verdicts if self.turns else self.initial_verdicts

    @property
    def labels(self) -> tuple[str, ...]:
        """The last verdicts as the agent reads them."""
        return tuple(verdict_label(verdict) for verdict in self.verdicts)

    @property
    def initial_labels(self) -> tuple[str, ...]:
        """The verdicts on the starting draft as the agent reads them."""
        return tuple(verdict_label(verdict) for verdict in self.initial_verdicts)

    @property
    def reward(self) -> float:
        """Sum of the turns' rewards, undiscounted."""
        return sum(turn.reward for turn in self.turns)

    @property
    def usage(self) -> Usage:
        """Tokens, seconds and cost of all replies."""
        return reduce(add, (turn.usage for turn in self.turns), self.failed_usage + self.unchosen_usage)

    def to_dict(self) -> dict[str, object]:
        """A JSON-serialisable record; `from_dict` reads it back."""
        return {
            "version": RECORD_VERSION,
            "method": self.method.value,
            "problem": self.problem.to_dict(),
            "initial_lines": list(self.initial_lines),
            "initial_verdicts": [verdict_record(verdict) for verdict in self.initial_verdicts],
            "turns": [turn.to_dict() for turn in self.turns],
            "status": self.status.value,
            "final_answer": self.final_answer,
            "exited": self.exited,
            "truncated": self.truncated,
            "config": self.config.to_dict(),
            "sample": self.sample,
            "failure": self.failure,
            "failed_usage": asdict(self.failed_usage),
            "decoding": None if self.decoding is None else self.decoding.to_dict(),
            "unchosen_usage": asdict(self.unchosen_usage),
        }

    @classmethod
    def from_dict(cls, record: Record) -> Episode:
        """Read a record of `to_dict`.

        Raises:
            ProblemError: another version, or a field is missing or does not fit.
        """
        if record.get("version") != RECORD_VERSION:
            found = record.get("version")
            raise ProblemError(f"episode record of version {found!r}; this program reads {RECORD_VERSION}")
        try:
            return _read_episode(record)
        except (KeyError, TypeError, ValueError) as error:
            raise ProblemError(f"episode record: {error!r}") from error
        except CoeError as error:
            raise ProblemError(f"episode record: {error}") from error


def _read_episode(record: Record) -> Episode:
    decoding = cast("Record | None", record.get("decoding"))
    return Episode(
        problem=Problem.from_dict(cast(Record, record["problem"])),
        initial_lines=tuple(cast(Sequence[str], record["initial_lines"])),
        initial_verdicts=read_verdicts(record["initial_verdicts"]),
        turns=tuple(Turn.from_dict(turn) for turn in cast(Sequence[Record], record["turns"])),
        status=EpisodeStatus(str(record["status"])),
        final_answer=cast("str | None", record["final_answer"]),
        exited=bool(record["exited"]),
        truncated=bool(record["truncated"]),
        config=EnvironmentConfig.from_dict(cast(Record, record["config"])),
        sample=cast(int, record["sample"]),
        failure=cast("str | None", record["failure"]),
        failed_usage=Usage(**cast(dict[str, int], record.get("failed_usage", {}))),
        decoding=None if decoding is None else Decoding.from_dict(decoding),
        unchosen_usage=Usage(**cast(dict[str, int], record.get("unchosen_usage", {}))),
    )


def verdict_record(verdict: LineVerdict) -> dict[str, object]:
    """A verdict as JSON; `label` is for readers and is not read back."""
    record: dict[str, object] = {
        "label": verdict_label(verdict),
        "status": verdict.status.value,
        "reason": verdict.reason.value,
    }
    if verdict.rests_on is not None:
        record["rests_on"] = verdict.rests_on
    if verdict.detail:
        record["detail"] = verdict.detail
    return record


def read_verdicts(records: object) -> tuple[LineVerdict, ...]:
    """Verdicts of `verdict_record`.

    Raises:
        KeyError, TypeError, ValueError: a field is missing or does not fit.
    """
    return tuple(
        LineVerdict(
            LineStatus(str(record["status"])),
            Reason(str(record["reason"])),
            cast("int | None", record.get("rests_on")),
            str(record.get("detail", "")),
        )
        for record in cast(Sequence[Record], records)
    )
