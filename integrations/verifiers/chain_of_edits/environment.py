"""One task to one episode: the project's environment plays the user."""

from __future__ import annotations

import verifiers.v1 as vf
from verifiers.v1.utils.loaders import load_environment as load_configured

from chain_of_edits.taskset import ChainOfEditsConfig
from coe.environment import EnvironmentConfig, Feedback, Recorder, render_observation
from coe.errors import VerifierError
from coe.problem import Problem
from coe.training.grpo.rewards import judge_episode

ID = "chain-of-edits"


class ChainOfEditsEnvConfig(vf.EnvConfig):
    """The model has one seat, `editor`; its harness is this package's own (`chat.ChatHarness`)."""

    taskset: ChainOfEditsConfig = ChainOfEditsConfig(id=ID)
    editor: vf.AgentConfig = vf.AgentConfig(runtime=vf.SubprocessConfig())


class ChainOfEditsEnv(vf.Env[ChainOfEditsEnvConfig]):
    """Shows states and takes commands until the episode is over.

    The episode's reward and its figures (`solved`, `commands`, `refused`) go onto the editor's trace. An
    episode whose reward could not be computed, because of the verifier's time limit, say, fails: it is no
    zero.
    """

    async def run(self, task: vf.Task, agents: vf.Agents) -> None:
        """Plays one episode."""
        config = self.config.taskset
        settings = EnvironmentConfig(Feedback(config.feedback), config.calculator, config.max_steps)
        recorder = Recorder(Problem.from_dict(task.data.problem), task.data.draft, config=settings)
        async with agents.editor.interaction(task) as interaction:
            while not recorder.done:
                segment = await interaction.turn(render_observation(recorder.observation))
                if segment.terminated:
                    break
                recorder.step(segment.last_reply)
        episode = recorder.episode()
        judged = judge_episode(episode)
        if judged.reward is None:
            raise VerifierError("the reward of this episode could not be computed")
        trace = interaction.trace
        trace.record_reward("edits", judged.reward)
        trace.record_metric("solved", float(judged.solved))
        trace.record_metric("commands", float(episode.steps))
        trace.record_metric("refused", float(sum(turn.error is not None for turn in episode.turns)))


def load_environment(
    tasks: str = "core",
    n: int = 100,
    *,
    split: str = "train",
    seed: int = 0,
    empty: float = 0.25,
    feedback: str = "lines",
    calculator: bool = True,
    max_steps: int = 15,
) -> ChainOfEditsEnv:
    """The environment with these settings; they are those of `ChainOfEditsConfig`."""
    taskset = ChainOfEditsConfig(
        id=ID, tasks=tasks, n=n, split=split, seed=seed, empty=empty, feedback=feedback,
        calculator=calculator, max_steps=max_steps,
    )  # fmt: skip
    return load_configured(ChainOfEditsEnvConfig(taskset=taskset))
