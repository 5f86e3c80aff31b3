"""TRL's GRPOTrainer with our rollouts: it computes advantages, losses and updates; we sample and reward.

The data set that the trainer asks for is a row of placeholders: what an update learns from is made by the
rollout function, from the update's number and the policy as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import torch
import transformers
from datasets import Dataset
from trl.models.utils import unwrap_model_for_generation
from trl.trainer.grpo_trainer import GRPOTrainer
from trl.trainer.utils import split_tensor_dict

from coe.agents.local import LocalAgent
from coe.environment import Method
from coe.rollout import Start
from coe.training.grpo.agents import SamplerAgent, TurnsAgent
from coe.training.grpo.clock import Clock
from coe.training.grpo.config import Form, GrpoConfig
from coe.training.grpo.episodes import EpisodeRollouts
from coe.training.grpo.rollouts import Rollout, Rollouts, to_trl
from coe.training.grpo.sampling import CountedSampler, LocalSampler, Sampler, VllmSampler
from coe.training.grpo.shared_rows import scores, shared_row
from coe.training.grpo.states import StateRollouts
from coe.training.grpo.traces import TraceAgent
from coe.training.resumable import Follower, Resumable
from coe.training.sft.loading import reads_everything

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

    clock: Clock

    def __init__(
        self, config: GrpoConfig, starts: Sequence[Start], progress: Progress, *, args: Any, **options: Any
    ) -> None:
        self.config, self.starts, self.progress = config, starts, progress
        self._source: _Source | None = None
        self.clock = Clock()
        self.shares_rows = reads_everything(options["model"].config)
        prompts = args.generation_batch_size // config.num_generations
        placeholders = Dataset.from_dict({"prompt": ["episode"] * (prompts * config.steps)})
        super().__init__(
            reward_funcs=verifier_reward, rollout_func=_rollouts, train_dataset=placeholders, args=args,
            callbacks=[Follower(self)], **options,
        )  # fmt: skip
        self.remove_callback(transformers.PrinterCallback)

    @property
    def source(self) -> _Source:
        """What makes the rollouts."""
        if self._source is None:
            self._source = _Source(self)
        return self._source

    @property
    def over(self) -> bool:
        """Whether a limit is reached."""
        return self.clock.over(self.config)

    def logged(self, figures: Mapping[str, float], control: Any) -> None:
        """Shows the figures of an update, and writes them as a line of a file."""
        if not self.state.is_world_process_zero or "reward" not in figures:
            return
        finite = {name: value for name, value in figures.items() if _is_figure(value)} | asdict(self.clock)
        with (Path(self.args.output_dir) / LOG_FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": self.state.global_step, **finite}) + "\n")
        self.progress(self.state.global_step, finite)

    def count(self, seconds: float) -> None:
        """One more update, on all processes together."""
        spent = torch.tensor([float(self.source.sampler.tokens), seconds], dtype=torch.float64)
        self.source.sampler.tokens = 0
        if self.accelerator.num_processes > 1:
            each = self.accelerator.gather(spent.float().to(self.args.device)[None])
            spent = torch.stack((each[:, 0].sum(), each[:, 1].max()))
        self.clock.sampled += int(spent[0])
        self.clock.seconds += float(spent[1])

    def training_step(self, *arguments: Any, **options: Any) -> Any:
        """As TRL's, with the products of LoRA in the precision of the others."""
        with self.lora_in_half():
            return super().training_step(*arguments, **options)  # type: ignore[no-untyped-call]

    def _prepare_inputs(self, generation_batch: Any) -> Any:
        """As TRL's, for updates of one batch of completions, but without its shuffle: those of a prompt stay
        beside each other, and share a row."""
        parts, held = self.args.steps_per_generation, cast(Any, self)
        if self._step % parts == 0 or held._buffered_inputs is None:
            made = self._generate_and_score_completions(generation_batch)
            held._buffered_inputs = split_tensor_dict(made, parts)
        return held._buffered_inputs[self._step % parts]

    def _get_per_token_logps_and_entropies(
        self,
        model: Any,
        input_ids: Any,
        attention_mask: Any,
        logits_to_keep: int,
        batch_size: int | None = None,
        compute_entropy: bool = False,
        **options: Any,
    ) -> tuple[Any, Any, Any]:
        """As TRL's, of rows that share the beginnings of their prompts."""
        if not self.shares_rows:
            return super()._get_per_token_logps_and_entropies(  # type: ignore[no-any-return]
                model, input_ids, attention_mask, logits_to_keep, batch_size, compute_entropy, **options
            )
        found = []
        size = batch_size or len(input_ids)
        for ids, mask in zip(input_ids.split(size), attention_mask.split(size), strict=True):
            row = shared_row(ids, mask, logits_to_keep, self.source.owns(ids, mask, logits_to_keep))
            with self.accelerator.autocast():
                logits = model(**row.inputs).logits[0]
            found.append(scores(logits, row, self.temperature))
        logps, entropies = (torch.cat(parts) for parts in zip(*found, strict=True))
        return logps, entropies if compute_entropy else None, None

    def _compute_loss(self, model: Any, inputs: Mapping[str, Any]) -> Any:
        """As TRL's. Where every advantage is 0, as where the rewards of a prompt are all the same, so is the
        gradient, and nothing is read for it; several processes compute it, to stay in step."""
        if self.beta == 0 and self.accelerator.num_processes == 1 and not inputs["advantages"].any():
            return 0.0 * sum(part.sum() for part in model.parameters() if part.requires_grad)
        return super()._compute_loss(model, inputs)  # type: ignore[no-untyped-call]

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
        drawing: Sampler = (
            VllmSampler(trainer.vllm_generation, tokenizer, lines=config.method is Method.COT)
            if config.vllm
            else LocalSampler(self.agent, config.batch_size)
        )
        self.sampler = sampler = CountedSampler(drawing)
        context = getattr(model.config, "max_position_embeddings", None)
        process = trainer.accelerator.process_index
        self._owns: dict[tuple[int, ...], Sequence[int]] = {}
        self.rollouts: Rollouts
        if not config.whole_episodes:
            fresh = SamplerAgent(sampler, tokenizer, context)
            self.rollouts = StateRollouts(config, trainer.starts, fresh, sampler, process)
        elif config.form is Form.EPISODE:
            apart = TurnsAgent(sampler, tokenizer, context)
            self.rollouts = EpisodeRollouts(config, trainer.starts, apart, process)
        else:
            grown = TraceAgent(sampler, tokenizer, self.agent.vocabulary.ends, context)
            self.rollouts = EpisodeRollouts(config, trainer.starts, grown, process)

    def owns(self, ids: Any, mask: Any, longest: int) -> list[Sequence[int] | None]:
        """Of each completion of a batch of the last rollouts the mask of the policy's tokens, where its turns
        read nothing of each other. TRL hands on the tokens alone, so they are found by these."""
        kept = zip(ids[:, -longest:], mask[:, -longest:].bool(), strict=True)
        return [self._owns.get(tuple(row[there].tolist())) for row, there in kept] if self._owns else []

    def make(self, count: int) -> list[Rollout]:
        """So many rollouts by the weights as they are."""
        trainer = self._trainer
        self.agent.weights_changed()
        with ExitStack() as stack:
            stack.enter_context(trainer.accelerator.autocast())
            stack.enter_context(trainer.lora_in_half())
            stack.enter_context(unwrap_model_for_generation(trainer.model_wrapped, trainer.accelerator))
            generations = trainer.config.num_generations
            made = self.rollouts.make(count // generations, generations, trainer.state.global_step)
        if trainer.config.form is Form.EPISODE:
            self._owns = {tuple(one.completion): one.mask for one in made if any(one.mask)}
        return made


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
