"""Settings of a run of GRPO; every one of them is stored beside the adapter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from coe.environment import EnvironmentConfig, Feedback, Method, RewardConfig
from coe.errors import UsageError
from coe.settings import differences
from coe.training.episodes.starts import StartConfig
from coe.training.sft.config import PROJECTIONS


class Form(StrEnum):
    """What is sampled and rewarded.

    STATE: one command to a state. Its reward is that of the turn (`coe.environment.reward`): solved, refused,
    and the gain in valid lines. States are those that the policy itself visits.
    EPISODE: a whole episode, each command to its state alone. All commands get the reward of the episode:
    that of the turn that solves and the penalties of refused commands.
    TRACE: the same in a conversation that grows, as in Rainone, Bakker, Memisevic 2025 (arXiv 2507.05065).
    """

    STATE = "state"
    EPISODE = "episode"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class GrpoConfig:
    """A run.

    Args:
        model: base model: folder, GGUF file or hub name.
        out: folder of the adapter; a run that is there goes on.
        method: edits, or one reply that is a solution step by step or the answer alone, rewarded by its final
            answer (`coe.training.grpo.rewards.judge_answer`).
        form: what is sampled and rewarded; edits only.
        adapter: start from this LoRA adapter; None is a fresh one.
        starts: problems and drafts that episodes start from.
        feedback: what the policy is told, and what may say that a problem is solved: under `lines` the
            verifier alone, under `outcome` the reference answer too.
        calculator: whether calculator spans are evaluated.
        max_steps: commands of an episode; edits only.
        solved: reward of the turn that solves.
        refused: reward of a command that does not parse or fit.
        progress: weight of the gain in valid lines; form `state` only.
        repeats: what a valid line that repeats the problem or a line before it counts for; form `state` only.
        gave_up: reward of EXIT in a draft that is not solved and could be; in whole episodes for each turn
            that it leaves unused, too (`judge_episode`).
        scale_rewards: what the advantages of a prompt's completions are divided by: the standard deviation of
            their rewards ("group"), that of the whole batch ("batch"), or nothing ("none", as in Liu et al.
            2025, arXiv 2503.20783): by groups, small penalties weigh as much as a solution where none solves.
        steps: most updates of the weights.
        sampled_tokens: the run ends with the update that has brought the tokens the policy drew, for updates
            and refreshes on all processes, to this number; None for no limit.
        max_minutes: the run ends with the update that has brought its time to this; None for no limit.
        batch_size: completions (commands or episodes) an update, in each process.
        micro_batch: of them computed together in training.
        num_generations: completions of one prompt, whose mean reward is the baseline.
        learning_rate: of AdamW, constant after `warm_up` steps.
        warm_up: steps in which the learning rate rises from 0.
        beta: weight of the KL divergence from the policy at the start; 0 leaves it out.
        temperature: of sampling, which the trainer's log-probabilities have too.
        max_tokens: most tokens of a command, or of an answer alone.
        solution_tokens: most tokens of a solution step by step.
        refresh_every: steps between refreshes of the visited states; form `state` only.
        episodes: episodes that a refresh plays; form `state` only.
        start_share: share of the prompts that are starts of episodes; form `state` only.
        rank: of a fresh LoRA adapter.
        alpha: of a fresh adapter; updates are scaled by alpha / rank.
        targets: names of the layers with LoRA.
        dtype: of the base model; "auto" as `coe.agents.pretrained.pick_dtype`.
        device: "auto", cpu, cuda or mps.
        gradient_checkpointing: compute activations again in the backward pass, to save memory.
        vllm: generate with vLLM on the same GPU.
        vllm_memory: share of the GPU's memory that vLLM may take.
        seed: of everything drawn.
        save_every: steps between checkpoints.
        log_every: steps between reports.
        wandb: report to Weights & Biases beside TensorBoard.
        trust_remote_code: run code that comes with the model.
    """

    model: str
    out: Path
    method: Method = Method.COE
    form: Form = Form.STATE
    adapter: Path | None = None
    starts: StartConfig = field(default_factory=lambda: StartConfig(n=1000))
    feedback: Feedback = Feedback.LINES
    calculator: bool = True
    max_steps: int = 15
    solved: float = 1.0
    refused: float = -0.1
    progress: float = 0.2
    repeats: float = 0.0
    gave_up: float = -0.1
    scale_rewards: str = "group"
    steps: int = 200
    sampled_tokens: int | None = None
    max_minutes: float | None = None
    batch_size: int = 64
    micro_batch: int = 8
    num_generations: int = 8
    learning_rate: float = 2e-5
    warm_up: int = 5
    beta: float = 0.0
    temperature: float = 1.0
    max_tokens: int = 64
    solution_tokens: int = 256
    refresh_every: int = 10
    episodes: int = 32
    start_share: float = 0.25
    rank: int = 16
    alpha: int = 32
    targets: tuple[str, ...] = PROJECTIONS
    dtype: str = "auto"
    device: str = "auto"
    gradient_checkpointing: bool = False
    vllm: bool = False
    vllm_memory: float = 0.3
    seed: int = 0
    save_every: int = 20
    log_every: int = 1
    wandb: bool = False
    trust_remote_code: bool = False

    def __post_init__(self) -> None:
        for name, kept in self._rules().items():
            if not kept:
                raise UsageError(f"GRPO: {name}")

    def _rules(self) -> dict[str, bool]:
        counts = (
            "max_steps", "steps", "micro_batch", "max_tokens", "solution_tokens", "refresh_every", "episodes",
            "rank", "alpha", "save_every", "log_every",
        )  # fmt: skip
        rules = {
            f"{name} must be at least 1, not {getattr(self, name)}": getattr(self, name) >= 1
            for name in counts
        }
        generations, batch, micro = self.num_generations, self.batch_size, self.micro_batch
        numbers = (
            "solved", "refused", "progress", "repeats", "gave_up", "learning_rate", "beta", "temperature",
            "max_minutes",
        )  # fmt: skip
        rules |= {
            f"{name} must be a number, not {getattr(self, name)}": math.isfinite(getattr(self, name) or 0)
            for name in numbers
        }
        return {
            **rules,
            f"num_generations must be at least 2, not {generations}: the others are the baseline of each": (
                generations >= 2
            ),
            f"batch_size {batch} must be a multiple of num_generations {generations}": batch > 0
            and batch % max(1, generations) == 0,
            f"batch_size {batch} must be a multiple of micro_batch {micro}": batch % max(1, micro) == 0,
            "sampled_tokens must be at least 1": self.sampled_tokens is None or self.sampled_tokens >= 1,
            "max_minutes must be above 0": self.max_minutes is None or self.max_minutes > 0,
            f"form {self.form} is for method coe: the one reply of {self.method} is its episode": (
                self.form is Form.STATE or not self.method.one_reply
            ),
            f"scale_rewards is group, batch or none, not {self.scale_rewards}": (
                self.scale_rewards in ("group", "batch", "none")
            ),
            "temperature must be above 0: greedy samples are all the same": self.temperature > 0,
            "learning_rate must be above 0": self.learning_rate > 0,
            "beta must be at least 0": self.beta >= 0,
            "start_share must be from 0 to 1": 0 <= self.start_share <= 1,
            "vllm_memory must be above 0 and below 1": 0 < self.vllm_memory < 1,
            "warm_up must be at least 0": self.warm_up >= 0,
        }

    @property
    def environment(self) -> EnvironmentConfig:
        """The environment that the policy acts in, its rewards those of the form."""
        progress = self.progress if self.form is Form.STATE else 0.0
        rewards = RewardConfig(self.solved, self.refused, progress, self.repeats)
        return EnvironmentConfig(
            self.feedback, self.calculator, self.max_steps, rewards=rewards, method=self.method
        )

    @property
    def whole_episodes(self) -> bool:
        """Whether a completion is an episode from its start to its end."""
        return self.form is not Form.STATE or self.method.one_reply

    @property
    def reply_tokens(self) -> int:
        """Most tokens of a reply."""
        return self.solution_tokens if self.method is Method.COT else self.max_tokens

    def to_dict(self) -> dict[str, object]:
        """JSON values."""
        adapter = None if self.adapter is None else str(self.adapter)
        return {**asdict(self), "out": str(self.out), "adapter": adapter, "targets": list(self.targets)}


CHANGEABLE = frozenset(
    {
        "out", "steps", "sampled_tokens", "max_minutes", "save_every", "log_every", "micro_batch", "wandb",
        "vllm_memory",
    }
)  # fmt: skip
"""Settings in which a run that goes on may differ from what it was."""


def check_same(config: GrpoConfig, stored: Mapping[str, object]) -> None:
    """Nothing, if a run with these stored settings can go on with `config`.

    Raises:
        UsageError: they differ in more than `CHANGEABLE`.
    """
    asked = {name: value for name, value in config.to_dict().items() if name not in CHANGEABLE}
    before = {name: value for name, value in stored.items() if name not in CHANGEABLE}
    changed = differences(before, asked, "the run")
    if changed:
        raise UsageError(
            f"{config.out} holds a run with other settings ({'; '.join(changed)}); give the same ones to go "
            "on with it, or another --out"
        )
