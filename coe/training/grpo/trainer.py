"""TRL's GRPOTrainer with our rollouts: it computes advantages, losses and updates; we sample and reward.

The data set that the trainer asks for is a row of placeholders: what an update learns from is made by the
rollout function, from the update's number and the policy as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import transformers
from datasets import Dataset
from trl.models.utils import unwrap_model_for_generation
from trl.trainer.grpo_trainer import GRPOTrainer

from coe.agents.local import LocalAgent
from coe.rollout import Start
from coe.training.grpo.agents import SamplerAgent
from coe.training.grpo.config import Form, GrpoConfig
from coe.training.grpo.rollouts import Rollout, Rollouts, to_trl
from coe.training.grpo.sampling import LocalSampler, Sampler, VllmSampler
from coe.training.grpo.states import StateRollouts
from coe.training.grpo.traces import TraceAgent, TraceRollouts
from coe.training.resumable import Resumable

LOG_FILE = "log.jsonl"
Progress = Callable[[int, Mapping[str, float]], None]
"""Called after every logged update with the number of updates made and the figures of the last ones."""


class PolicyTrainer(Resumable, GRPOTrainer):
    """Trains a policy by the verifier's rewards.

    Args:
        config: of the run.
        starts: of the episodes.
        progress: told of the updates.
        model: with a LoRA adapter.
        args: of TRL.
        processing_class: the tokenizer.
    """

    LESS_MEMORY = "a smaller --micro-batch"

    def __init__(
        self, config: GrpoConfig, starts: Sequence[Start], progress: Progress, *, args: Any, **options: Any
    ) -> None:
        self.config, self.starts = config, starts
        self._source: _Source | None = None
        prompts = args.generation_batch_size // config.num_generations
        placeholders = Dataset.from_dict({"prompt": ["episode"] * (prompts * config.steps)})
        super().__init__(
            reward_funcs=verifier_reward, rollout_func=_rollouts, train_dataset=placeholders, args=args,
            callbacks=[_Follower(self, progress)], **options,
        )  # fmt: skip
        self.remove_callback(transformers.PrinterCallback)

    @property
    def source(self) -> _Source:
        """What makes the rollouts."""
        if self._source is None:
            self._source = _Source(self)
        return self._source

    def create_model_card(self, *_: Any, **__: Any) -> None:
        """Nothing: the card of the adapter is ours."""


def verifier_reward(
    *, rollout: Sequence[Rollout], log_metric: Callable[[str, float], None], **_: object
) -> list[float | None]:
    """The rewards of the rollouts, as TRL calls a reward function; None leaves a completion out."""
    judged = [made for made in rollout if made.reward is not None]
    log_metric("masked", 1 - len(judged) / len(rollout))
    if judged:
        log_metric("solved", sum(made.solved for made in judged) / len(judged))
        log_metric("refused", sum(made.refused for made in judged) / len(judged))
    return [made.reward for made in rollout]


def _rollouts(prompts: Sequence[object], trainer: PolicyTrainer) -> dict[str, list[object]]:
    """What TRL calls for the completions of an update."""
    return to_trl(trainer.source.make(len(prompts)))


class _Source:
    """The rollouts of a run, made with the trainer's model or its vLLM engine."""

    def __init__(self, trainer: PolicyTrainer) -> None:
        self._trainer = trainer
        config, tokenizer = trainer.config, trainer.processing_class
        model = trainer.accelerator.unwrap_model(trainer.model)
        self.agent = LocalAgent.around(model, tokenizer, constrained=False)
        sampler: Sampler = (
            VllmSampler(trainer.vllm_generation, tokenizer)
            if config.vllm
            else LocalSampler(self.agent, config.batch_size)
        )
        context = getattr(model.config, "max_position_embeddings", None)
        process = trainer.accelerator.process_index
        self.rollouts: Rollouts
        if config.form is Form.TRACE:
            grown = TraceAgent(sampler, tokenizer, self.agent.vocabulary.ends, context)
            self.rollouts = TraceRollouts(config, trainer.starts, grown, process)
        else:
            fresh = SamplerAgent(sampler, tokenizer, context)
            self.rollouts = StateRollouts(config, trainer.starts, fresh, sampler, process)

    def make(self, count: int) -> list[Rollout]:
        """So many rollouts by the weights as they are."""
        trainer = self._trainer
        self.agent.weights_changed()
        with ExitStack() as stack:
            stack.enter_context(trainer.accelerator.autocast())
            stack.enter_context(unwrap_model_for_generation(trainer.model_wrapped, trainer.accelerator))
            generations = trainer.config.num_generations
            return self.rollouts.make(count // generations, generations, trainer.state.global_step)


class _Follower(transformers.TrainerCallback):  # type: ignore[misc]
    """Writes each update's figures as a line of a file, and ends an interrupted run with a checkpoint."""

    def __init__(self, trainer: PolicyTrainer, progress: Progress) -> None:
        self._trainer, self._progress = trainer, progress

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if self._trainer.interrupted:
            control.should_training_stop = control.should_save = True

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        if not state.is_world_process_zero or not logs or "reward" not in logs:
            return
        figures = {name: value for name, value in logs.items() if _is_figure(value)}
        with (Path(args.output_dir) / LOG_FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": state.global_step, **figures}) + "\n")
        self._progress(state.global_step, figures)


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
