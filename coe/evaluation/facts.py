"""What the metrics need of an episode, as one flat row: reading 10,000 episodes takes no JSON."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from coe.dsl import Draft, edit_script
from coe.environment import Episode, EpisodeStatus
from coe.verifier.report import LineStatus, LineVerdict


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """One episode in figures.

    Args:
        problem_id: content hash of the problem.
        sample: which episode on it.
        family: of the problem; empty where it names none.
        difficulty: 1 to 5, None where the problem has none.
        mistakes: made in the starting draft, None where it was not made by mistakes.
        status: how it ended.
        steps: commands used.
        refused: commands that did not parse or did not fit.
        edits: commands that changed the draft.
        minimal_edits: fewest edits from the starting draft to the last one.
        breaking: turns after which more lines were invalid than before.
        lines: of the last draft.
        unchecked: of those, lines that the verifier cannot judge.
        prompt_tokens: read, over all turns.
        completion_tokens: written.
        seconds: spent on replies.
        cost_usd: None where a price is unknown.
        solved_turn: the turn after which it was solved, None where it was not.
    """

    problem_id: str
    sample: int
    family: str
    difficulty: int | None
    mistakes: int | None
    status: EpisodeStatus
    steps: int
    refused: int
    edits: int
    minimal_edits: int
    breaking: int
    lines: int
    unchecked: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    cost_usd: float | None
    solved_turn: int | None

    @property
    def solved(self) -> bool:
        """Whether the answer is right and no line is invalid."""
        return self.status is EpisodeStatus.SOLVED

    @property
    def failed(self) -> bool:
        """Whether something of ours failed: not counted as the agent's."""
        return self.status is EpisodeStatus.FAILED

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.prompt_tokens + self.completion_tokens


def facts_of(episode: Episode) -> EpisodeFacts:
    """The row of an episode."""
    usage = episode.usage
    metadata = episode.problem.metadata
    difficulty, mistakes = metadata.get("difficulty"), metadata.get("mistakes")
    drafts = [episode.initial_lines, *(turn.lines for turn in episode.turns)]
    invalid = [_invalid(episode.initial_verdicts), *(_invalid(turn.verdicts) for turn in episode.turns)]
    return EpisodeFacts(
        problem_id=episode.problem.id,
        sample=episode.sample,
        family=episode.problem.family,
        difficulty=difficulty if isinstance(difficulty, int) else None,
        mistakes=len(mistakes) if isinstance(mistakes, list) else None,
        status=episode.status,
        steps=episode.steps,
        refused=sum(turn.error is not None for turn in episode.turns),
        edits=sum(old != new for old, new in itertools.pairwise(drafts)),
        minimal_edits=len(edit_script(Draft.from_lines(drafts[0]), Draft.from_lines(drafts[-1]))),
        breaking=sum(new > old for old, new in itertools.pairwise(invalid)),
        lines=len(episode.verdicts),
        unchecked=sum(verdict.status is LineStatus.UNCHECKED for verdict in episode.verdicts),
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        seconds=usage.seconds,
        cost_usd=usage.cost_usd,
        solved_turn=episode.steps if episode.solved else None,
    )


def _invalid(verdicts: Sequence[LineVerdict]) -> int:
    return sum(verdict.status is LineStatus.INVALID for verdict in verdicts)
