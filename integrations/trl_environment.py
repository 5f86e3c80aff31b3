"""Chain of edits as an environment of TRL's GRPOTrainer: the model edits by calling a tool.

    from trl import GRPOConfig, GRPOTrainer
    from integrations.trl_environment import EditEnvironment, rows

    arguments = GRPOConfig("out", max_completion_length=4096, max_tool_calling_iterations=15)
    GRPOTrainer(model="Qwen/Qwen3-0.6B", args=arguments, train_dataset=rows("core", 1000),
                environment_factory=EditEnvironment).train()

The model needs a chat template with tool calls. The trainer's `max_completion_length` covers all turns and
what the tool answers together; `max_tool_calling_iterations` should be the environment's `max_steps`. The
reward is that of the whole episode; where the failure is ours it is None, and the trainer leaves the
completion out of its group.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from coe.environment import EnvironmentConfig, Recorder, render_observation
from coe.problem import Problem
from coe.training.episodes.starts import StartConfig, training_starts
from coe.training.grpo.rewards import judge_episode

if TYPE_CHECKING:
    from datasets import Dataset

_log = logging.getLogger(__name__)

INSTRUCTIONS = """\
You mend and complete the worked solution of a mathematics problem. Its lines are numbered, one short step a \
line, and each carries a verdict in square brackets. Call the tool `edit` with one command at a time, until \
the solution is right and complete. The last line states the answer."""
OVER = "The episode is over. Stop: no further command changes anything."


class EditEnvironment:
    """One episode at a time; every public method but `reset` and `get_reward` is a tool of the model.

    Args:
        config: of the environment; None is the default.
    """

    def __init__(self, config: EnvironmentConfig | None = None) -> None:
        self._config = config or EnvironmentConfig()
        self._recorder: Recorder | None = None
        self._failure: str | None = None

    def reset(self, **row: Any) -> str:
        """The first state, which the trainer adds to the last user message.

        Args:
            row: of the data set, with the columns of `rows`.
        """
        self._recorder, self._failure = None, None
        problem = Problem.from_dict(json.loads(row["problem"]))
        self._recorder = Recorder(problem, row["draft"], config=self._config)
        return render_observation(self._recorder.observation)

    def edit(self, command: str) -> str:
        """
        Changes the worked solution by one command and returns its new state with a verdict on every line.

        Args:
            command: One of `ADDL n >>>text` (insert text as a new line n), `REPL n >>>text` (replace
                line n), `DELL n` (delete line n), `REPW n >>>old >>>new` (replace the first occurrence of
                old in line n) and `EXIT` (the solution is right and complete). Arithmetic in braces is
                worked out: `REPL 1 >>>2x = {13 - 5}` stores 2x = 8.

        Returns:
            The numbered lines with their verdicts, and what was wrong with the command, if anything was.
        """
        recorder = self._recorder
        if recorder is None or recorder.done or self._failure is not None:
            return OVER
        try:
            recorder.step(command if isinstance(command, str) else str(command))
        except Exception as error:
            _log.exception("the environment failed")
            self._failure = f"{type(error).__name__}: {error}"
            return OVER
        text = render_observation(recorder.observation)
        return f"{text}\n{OVER}" if recorder.done else text

    def get_reward(self) -> float | None:
        """The reward of the episode; None where it could not be computed."""
        if self._recorder is None:
            return None
        return judge_episode(self._recorder.episode(self._failure)).reward


def rows(tasks: str, n: int, seed: int = 0) -> Dataset:
    """A data set for the trainer: prompts, and what `EditEnvironment.reset` needs.

    Args:
        tasks: families, groups and files, as `coe demos --tasks` reads them.
        n: problems of the training split.
        seed: of the problems and their drafts.

    Raises:
        UsageError: an unknown task.
    """
    from datasets import Dataset

    prompt = [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": ""}]
    return Dataset.from_list(
        [
            {
                "prompt": prompt,
                "problem": json.dumps(start.problem.to_dict()),
                "draft": list(start.draft_lines),
            }
            for start in training_starts(StartConfig(tasks, n, seed=seed))
        ]
    )
