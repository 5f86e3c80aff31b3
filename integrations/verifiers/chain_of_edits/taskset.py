"""The tasks: problems of the project's families or files, each with a draft to start from."""

from __future__ import annotations

from collections.abc import Iterator

import verifiers.v1 as vf

from coe.environment import instructions
from coe.problem import Problem
from coe.training.episodes.starts import StartConfig, training_starts


class ChainOfEditsConfig(vf.TasksetConfig):
    """Which problems, and what the environment tells."""

    tasks: str = "core"
    """Families, groups and files, comma-separated, as `coe tasks` lists them."""
    n: int = 100
    """Problems."""
    split: str = "train"
    """train, validation or test."""
    seed: int = 0
    """Of the problems and the drafts."""
    empty: float = 0.25
    """Share that starts from an empty draft."""
    feedback: str = "lines"
    """lines, or outcome: the reference answer then says, too, what is solved."""
    calculator: bool = True
    """Evaluate `{13 - 5}` in the text of an edit."""
    max_steps: int = 15
    """Most commands of an episode."""


class EditData(vf.TaskData):
    """A problem, as its record, which holds the reference answer that no prompt shows, and its draft."""

    problem: dict[str, object]
    draft: list[str]


class EditTask(vf.Task[EditData]):
    """Nothing of its own: the environment judges every turn."""


class ChainOfEditsTaskset(vf.Taskset[EditTask, ChainOfEditsConfig]):
    """See `ChainOfEditsConfig`."""

    def load(self) -> Iterator[EditTask]:
        """The tasks; the k-th does not depend on `n`."""
        config = self.config
        starts = StartConfig(config.tasks, config.n, split=config.split, seed=config.seed, empty=config.empty)
        for start in training_starts(starts):
            problem: Problem = start.problem
            yield EditTask(
                EditData(
                    id=problem.id,
                    name=f"{problem.family} {problem.id}",
                    prompt=None,
                    system_prompt=instructions(calculator=config.calculator),
                    problem=problem.to_dict(),
                    draft=list(start.draft_lines),
                ),
                config.task,
            )
