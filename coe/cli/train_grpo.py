"""`coe train grpo`: reinforcement from the verifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from coe.cli.method_flags import Level, Way
from coe.cli.requests import takes
from coe.cli.switches import TASKS_HELP, Switch, chosen_families
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.training.grpo.config import GrpoConfig
    from coe.training.held_out import HeldOut

OF_THE_TASKS = "tasks"


class Sampled(StrEnum):
    """What is sampled and rewarded."""

    STATE = "state"
    EPISODE = "episode"
    TRACE = "trace"


class Scale(StrEnum):
    """Whose standard deviation advantages are divided by."""

    GROUP = "group"
    BATCH = "batch"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class _Problems:
    PANEL: ClassVar[str] = "Problems"

    tasks: Annotated[str, typer.Option(help=TASKS_HELP)] = "core"
    n: Annotated[int, typer.Option("-n", min=1, help="Training problems to start episodes from.")] = 1000
    empty: Annotated[
        float, typer.Option(min=0, max=1, help="Share that starts from an empty draft; method coe.")
    ] = 0.25
    partial: Annotated[
        float, typer.Option(min=0, max=1, help="Share that starts from the first lines of the solution.")
    ] = 0.1
    mistakes: Annotated[str, typer.Option(help="Mixture of mistakes in the others (coe mistakes).")] = "full"
    most_mistakes: Annotated[int, typer.Option(min=1, help="Most mistakes in a draft.")] = 6
    max_steps: Annotated[int, typer.Option(min=1, help="Most commands of an episode.")] = 15


@dataclass(frozen=True, kw_only=True)
class _Rewards:
    PANEL: ClassVar[str] = "Rewards"

    feedback: Annotated[
        Level,
        typer.Option(help="What the policy is told; only outcome lets references say what is solved."),
    ] = Level.LINES
    calculator: Annotated[Switch, typer.Option(help="Calculator spans in the edits.")] = Switch.ON
    solved: Annotated[float, typer.Option(help="For the turn that solves.")] = 1.0
    refused: Annotated[float, typer.Option(help="For a command that does not parse or fit.")] = -0.1
    progress: Annotated[float, typer.Option(help="Weight of the gain in valid lines; form state.")] = 0.2
    repeats: Annotated[
        float,
        typer.Option(
            help="What a valid line that repeats the problem or a line before it counts for, beside 1 for a "
            "new one; form state."
        ),
    ] = 0.0
    gave_up: Annotated[
        float,
        typer.Option(help="For EXIT before it is solved; of whole episodes for each turn left unused, too."),
    ] = -0.1
    scale_rewards: Annotated[
        Scale,
        typer.Option(help="What advantages are divided by: the deviation of the prompt, of the batch, or 1."),
    ] = Scale.GROUP


@dataclass(frozen=True, kw_only=True)
class _Sampling:
    PANEL: ClassVar[str] = "Sampling"

    num_generations: Annotated[int, typer.Option(min=2, help="Completions of one prompt.")] = 8
    temperature: Annotated[float, typer.Option(help="Of the completions.")] = 1.0
    max_tokens: Annotated[int, typer.Option(min=1, help="Most tokens of a command or an answer.")] = 64
    solution_tokens: Annotated[
        int, typer.Option(min=1, help="Most tokens of a solution step by step; method cot.")
    ] = 256
    refresh_every: Annotated[
        int, typer.Option(min=1, help="Updates between refreshes of the visited states; form state.")
    ] = 10
    episodes: Annotated[int, typer.Option(min=1, help="Episodes that a refresh plays; form state.")] = 32
    start_share: Annotated[
        float, typer.Option(min=0, max=1, help="Share of prompts that are starts; form state.")
    ] = 0.25
    vllm: Annotated[bool, typer.Option("--vllm", help="Generate with vLLM on the same GPU.")] = False
    vllm_memory: Annotated[float, typer.Option(help="Share of the GPU's memory for vLLM.")] = 0.3


@dataclass(frozen=True, kw_only=True)
class _Learning:
    PANEL: ClassVar[str] = "Learning"

    steps: Annotated[int, typer.Option(min=1, help="Most updates of the weights.")] = 200
    sampled_tokens: Annotated[
        int | None,
        typer.Option(min=1, help="End once the policy has drawn so many tokens.", show_default=False),
    ] = None
    max_minutes: Annotated[
        float | None, typer.Option(help="End after so many minutes of updates.", show_default=False)
    ] = None
    batch_size: Annotated[
        int, typer.Option(min=2, help="Completions (commands or episodes) an update, in each process.")
    ] = 64
    micro_batch: Annotated[int, typer.Option(min=1, help="Of them computed together.")] = 8
    learning_rate: Annotated[float, typer.Option(help="Of AdamW, constant after the warm-up.")] = 2e-5
    warm_up: Annotated[int, typer.Option(min=0, help="Updates in which the learning rate rises.")] = 5
    beta: Annotated[
        float, typer.Option(min=0, help="Weight of the KL divergence from the first policy; 0: none.")
    ] = 0.0
    rank: Annotated[int, typer.Option(min=1, help="Of a fresh LoRA adapter.")] = 16
    alpha: Annotated[int, typer.Option(min=1, help="Of a fresh LoRA adapter.")] = 32
    dtype: Annotated[str, typer.Option(help="Of the frozen weights: auto, bfloat16, float16 or float32.")] = (
        "auto"
    )
    device: Annotated[str, typer.Option(help="auto, cuda, mps or cpu.")] = "auto"
    gradient_checkpointing: Annotated[
        bool, typer.Option("--gradient-checkpointing", help="Less memory, about a third more time.")
    ] = False
    seed: Annotated[int, typer.Option(help="Of everything drawn.")] = 0
    save_every: Annotated[int, typer.Option(min=1, help="Updates between checkpoints.")] = 20
    trust_remote_code: Annotated[
        bool, typer.Option("--trust-remote-code", help="Run code that comes with the model.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class _Figures:
    PANEL: ClassVar[str] = "Figures"

    eval_n: Annotated[
        int, typer.Option(min=0, help="Held-out problems of each family, before and after; 0 for none.")
    ] = 10
    eval_tasks: Annotated[
        str, typer.Option(help="Measured families and data sets, comma-separated; tasks: those of --tasks.")
    ] = OF_THE_TASKS
    wandb: Annotated[bool, typer.Option("--wandb", help="Weights & Biases beside TensorBoard.")] = False


@dataclass(frozen=True, kw_only=True)
class GrpoRequest(_Figures, _Learning, _Sampling, _Rewards, _Problems):
    """What the flags hold, under their own names."""

    model: Annotated[str, typer.Option(help="Folder, GGUF file or hub name of the base model.")]
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Of the adapter; a run that is there goes on.")]
    method: Annotated[
        Way, typer.Option(help="coe: edits; cot: think step by step, then answer; direct: the answer only.")
    ] = Way.COE
    form: Annotated[
        Sampled,
        typer.Option(
            help="One command to a state that the policy visits, or whole episodes, state by state or as a "
            "conversation; method coe."
        ),
    ] = Sampled.STATE
    adapter: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Start from this LoRA adapter (coe train sft).")
    ] = None


@takes(GrpoRequest)
def grpo(request: GrpoRequest) -> None:
    """Reinforcement from the verifier (GRPO) with LoRA: of edits, or of solutions in one reply."""
    from coe.cli.progress import ShareBar
    from coe.training.grpo.train import train_grpo
    from coe.training.sft.run_folder import is_first_process

    config = _config(request)
    with ShareBar("training", visible=is_first_process()) as bar:

        def show(step: int, figures: Mapping[str, float]) -> None:
            bar.show(step / config.steps, f"update {step}, " + _said(figures))

        try:
            result = train_grpo(config, held_out=_held_out(request), report=bar.print, progress=show)
        except KeyboardInterrupt:
            bar.print(f"coe: {config.out} holds the last checkpoint; the same command goes on from it")
            raise
    if is_first_process():
        rates = f", solved {result.before} before and {result.after} after" if result.after else ""
        typer.echo(f"{result.adapter}: {result.steps:,} updates{rates}")


def _said(figures: Mapping[str, float]) -> str:
    shown = ("reward", "solved", "refused", "masked", "kl")
    return ", ".join(f"{name} {figures[name]:.3f}" for name in shown if name in figures)


def _config(request: GrpoRequest) -> GrpoConfig:
    from coe.environment import Feedback, Method
    from coe.training.episodes.starts import StartConfig
    from coe.training.grpo.config import Form, GrpoConfig

    method = Method(request.method.value)
    # One reply is given to the problem alone.
    shares = (1.0, 0.0) if method.one_reply else (request.empty, request.partial)
    starts = StartConfig(
        request.tasks, request.n, "train", request.seed, *shares, request.mistakes, request.most_mistakes
    )
    same = (
        "model", "out", "adapter", "max_steps", "solved", "refused", "progress", "repeats", "gave_up",
        "steps", "sampled_tokens", "max_minutes", "solution_tokens", "batch_size", "micro_batch",
        "num_generations", "learning_rate", "warm_up", "beta", "temperature", "max_tokens",
        "refresh_every", "episodes", "start_share", "rank", "alpha", "dtype", "device",
        "gradient_checkpointing", "vllm", "vllm_memory", "seed", "save_every", "wandb",
        "trust_remote_code",
    )  # fmt: skip
    return GrpoConfig(
        method=method, form=Form(request.form.value), starts=starts,
        feedback=Feedback(request.feedback.value),
        calculator=request.calculator is Switch.ON, scale_rewards=request.scale_rewards.value,
        **{name: getattr(request, name) for name in same},
    )  # fmt: skip


def _held_out(request: GrpoRequest) -> HeldOut | None:
    """Problems of the validation split: what is chosen by them leaves the test split unseen."""
    from coe.environment import Feedback, Method
    from coe.training.held_out import Draft, HeldOut

    if not request.eval_n:
        return None
    tasks = request.tasks if request.eval_tasks == OF_THE_TASKS else request.eval_tasks
    if any(name.strip().endswith((".json", ".jsonl")) for name in tasks.split(",")):
        raise UsageError(
            "a file has no held-out problems to measure; name families with --eval-tasks, or --eval-n 0"
        )
    method = Method(request.method.value)
    return HeldOut(
        chosen_families(tasks), request.eval_n, split="validation",
        draft=Draft.EMPTY if method.one_reply else Draft.MIXED, feedback=Feedback(request.feedback.value),
        calculator=request.calculator is Switch.ON, max_steps=request.max_steps, method=method,
    )  # fmt: skip
