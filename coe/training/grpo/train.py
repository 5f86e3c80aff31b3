"""The run: what is checked, loaded, measured, trained and written, in this order."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coe._optional import require
from coe.agents.local import LocalAgent
from coe.agents.model_store import fetch_model
from coe.agents.pretrained import Pretrained, check_dtype, check_request, pick_device, pick_dtype
from coe.agents.quiet import quiet_libraries
from coe.environment import Environment, Feedback, Method, Recorder, Rendering
from coe.errors import UsageError
from coe.intervals import Rate
from coe.problem import Problem
from coe.rollout import Start
from coe.seeding import derive_seed
from coe.training.cpu_memory import bound_caches
from coe.training.episodes.starts import training_starts
from coe.training.grpo.config import Form, GrpoConfig
from coe.training.grpo.record import RECORD_FILE, Record, write_card
from coe.training.grpo.rewards import judge_answer
from coe.training.grpo.traces import turn_tokens
from coe.training.held_out import HeldOut, solved_rate
from coe.training.run_lock import only_run_in
from coe.training.run_settings import check_free
from coe.training.sft import shared_prefix
from coe.training.sft.checkpoints import complete_checkpoints, drop_torn_checkpoints
from coe.training.sft.loading import load_config, load_tokenizer, reads_everything, train_lora, with_lora
from coe.training.sft.output import save_adapter, writing
from coe.training.sft.run_folder import is_first_process

if TYPE_CHECKING:
    from coe.training.grpo.trainer import PolicyTrainer

Report = Callable[[str], None]
Progress = Callable[[int, Mapping[str, float]], None]
_LONGEST_STARTS = 64


@dataclass(frozen=True, slots=True)
class GrpoResult:
    """What a run made.

    Args:
        adapter: folder with the adapter.
        steps: updates of the weights.
        before: solved rate on the held-out problems before the first update; None where not measured.
        after: the same after the last.
    """

    adapter: Path
    steps: int
    before: Rate | None = None
    after: Rate | None = None


def train_grpo(
    config: GrpoConfig,
    *,
    held_out: HeldOut | None = None,
    report: Report = lambda line: None,
    progress: Progress = lambda *_: None,
) -> GrpoResult:
    """Trains an adapter, or goes on with the run in `config.out`.

    With several processes (`accelerate launch`) each calls it; the first one reports, measures and writes.

    Args:
        config: of the run.
        held_out: problems on which the solved rate is measured before and after; None for none.
        report: called with each line for people.
        progress: called after each logged update with their number and figures.

    Raises:
        UsageError: settings, model, tasks or machine that do not fit together; nothing was trained.
        MissingDependencyError: a package is not installed.
        AgentError: the model does not load, or cannot play.
        KeyboardInterrupt: it was interrupted; a checkpoint was written.
    """
    bound_caches()
    quiet_libraries()
    if not is_first_process():
        report = _silent
    wanted = _checked(config)
    tokenizer = load_tokenizer(wanted.place, config.trust_remote_code)
    starts = rewarded_starts(config, report)
    _check_prompts(config, wanted.place, tokenizer, starts)
    with only_run_in(config.out) if is_first_process() else nullcontext():
        return _trained(config, wanted, tokenizer, starts, held_out, report, progress)


def _trained(
    config: GrpoConfig,
    wanted: Pretrained,
    tokenizer: Any,
    starts: list[Start],
    held_out: HeldOut | None,
    report: Report,
    progress: Progress,
) -> GrpoResult:
    checkpoint = _begin(config.out)
    record = Record(config, held_out, goes_on=checkpoint is not None)
    trainer = make_trainer(config, wanted, starts, progress)
    if checkpoint is None:
        _measure("before", trainer, held_out, record, report)
    else:
        report(f"going on from {checkpoint.name}")
    trainer.run(checkpoint)
    record.set(**asdict(trainer.clock))
    if is_first_process():
        with writing(config.out):
            save_adapter(config.out, trainer.accelerator.unwrap_model(trainer.model), config.model)
            tokenizer.save_pretrained(str(config.out))
        _measure("after", trainer, held_out, record, report)
        write_card(config, record, trainer.state.global_step, wanted.device)
    trainer.accelerator.wait_for_everyone()
    return GrpoResult(config.out, trainer.state.global_step, record.rate("before"), record.rate("after"))


def _silent(line: str) -> None:
    pass


def rewarded_starts(config: GrpoConfig, report: Report = _silent) -> list[Start]:
    """The starts of a run, without those that could never earn the reward for solving (`solvable`).

    Raises:
        UsageError: none is left.
    """
    every = list(training_starts(config.starts))
    if config.method.one_reply:
        every = [replace(start, draft_lines=()) for start in every]
    kept = [start for start in every if solvable(start.problem, config)]
    if not kept:
        raise UsageError(
            f"the verifier can tell of no problem of {config.starts.tasks} whether it is solved, from its "
            "words alone; let the reference answers say so (--feedback outcome), or choose other tasks"
        )
    left_out = len(every) - len(kept)
    more = f"; {left_out} left out: no reward could tell that they are solved" if left_out else ""
    report(f"{len(kept)} problems to start from{more}")
    return kept


def solvable(problem: Problem, config: GrpoConfig) -> bool:
    """Whether the worked solution would earn the reward for solving: where it would not, no policy can. True
    where there is no worked solution to try."""
    if not problem.solution:
        return True
    asked = config.environment
    if asked.method.one_reply:
        return judge_answer(problem, problem.solution, asked).solved
    # Under `none` the same draft is solved, but nothing ends the episode at it.
    shown = replace(asked, feedback=Feedback.LINES) if not asked.shows_verdicts else asked
    environment = Environment(shown)
    environment.reset(problem, problem.solution)
    return environment.done


def _checked(config: GrpoConfig) -> Pretrained:
    """What is to be loaded; refuses what cannot work before anything slow happens."""
    torch = require("torch")
    for package in ("trl", "datasets", "accelerate", "tensorboard"):
        require(package, "train")
    if config.wandb:
        require("wandb", "wandb")
    device = pick_device(torch, config.device)
    check_dtype(config.dtype)
    if config.vllm:
        if not device.startswith("cuda"):
            raise UsageError(f"--vllm generates on CUDA devices only, and this is {device}; leave it out")
        require("vllm", "vllm")
    if os.environ.get("ACCELERATE_USE_FSDP", "false").lower() in ("1", "true"):
        raise UsageError(
            "GRPO writes with the whole model on each process, which FSDP does not keep; launch with DDP or "
            "DeepSpeed ZeRO"
        )
    adapter = check_request(config.model, config.adapter, device, None)
    place = fetch_model(config.model)
    kind = pick_dtype(torch, config.dtype, device, place)
    return Pretrained(place, device, kind, adapter, None, config.trust_remote_code)


def _check_prompts(config: GrpoConfig, place: Path, tokenizer: Any, starts: list[Start]) -> None:
    """Nothing, if the policy can read the starts, and model and template serve the form.

    Raises:
        UsageError: it cannot.
    """
    from coe.agents.chat import encode

    if config.form is Form.TRACE:
        turn_tokens(tokenizer, "a")
    if config.form is Form.EPISODE and not reads_everything(load_config(place, config.trust_remote_code)):
        raise UsageError(
            "a layer of this model does not read all tokens before, which form episode needs, whose turns "
            "stand in one row; use --form state or trace"
        )
    if tokenizer.eos_token_id is None:
        raise UsageError("the tokenizer names no token that ends a reply (eos_token)")
    first = (Recorder(start.problem, start.draft_lines, config=config.environment) for start in starts)
    longest = max(len(encode(tokenizer, shown.messages())) for shown in islice(first, _LONGEST_STARTS))
    context = int(min(getattr(tokenizer, "model_max_length", None) or 1e9, 1e9))
    if longest + config.reply_tokens > context:
        flag = "--solution-tokens" if config.method is Method.COT else "--max-tokens"
        raise UsageError(
            f"a start has {longest} tokens and a reply up to {config.reply_tokens}: more than the {context} "
            f"that the model holds; choose shorter problems or fewer {flag}"
        )


def _begin(out: Path) -> Path | None:
    """The checkpoint to go on from, if there is one."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        found = complete_checkpoints(out)
        if is_first_process():
            if not found:
                check_free(out / RECORD_FILE)
            drop_torn_checkpoints(out)
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror or error}") from error
    return found[-1] if found else None


def make_trainer(
    config: GrpoConfig, wanted: Pretrained, starts: list[Start], progress: Progress
) -> PolicyTrainer:
    """The model in TRL's trainer.

    Raises:
        UsageError: the adapter to start from does not fit.
        AgentError: the model does not load.
    """
    trl, torch = require("trl"), require("torch")
    os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # rollout_func may change: its version is pinned
    from coe.training.grpo.trainer import PolicyTrainer

    tokenizer, model = load_policy(config, wanted)
    tokenizer.padding_side = "left"
    one_line = config.vllm and config.method is not Method.COT
    arguments = trl.GRPOConfig(
        output_dir=str(config.out), max_steps=config.steps, per_device_train_batch_size=config.micro_batch,
        gradient_accumulation_steps=config.batch_size // config.micro_batch,
        num_generations=config.num_generations, max_completion_length=config.reply_tokens,
        temperature=config.temperature, beta=config.beta, scale_rewards=config.scale_rewards,
        learning_rate=config.learning_rate,
        lr_scheduler_type="constant_with_warmup", warmup_steps=config.warm_up,
        disable_dropout=True, gradient_checkpointing=config.gradient_checkpointing,
        bf16=wanted.dtype == torch.bfloat16, fp16=wanted.dtype == torch.float16,
        use_cpu=wanted.device == "cpu", use_vllm=config.vllm, vllm_mode="colocate",
        vllm_gpu_memory_utilization=config.vllm_memory,
        generation_kwargs={"stop": ["\n"], "include_stop_str_in_output": True} if one_line else None,
        logging_steps=config.log_every, save_steps=config.save_every, save_total_limit=2,
        report_to=["tensorboard", *(["wandb"] if config.wandb else [])], log_level="error",
        remove_unused_columns=False, disable_tqdm=True, dataloader_pin_memory=False,
        seed=derive_seed("grpo", config.seed) % 2**31, ddp_find_unused_parameters=False,
    )  # fmt: skip
    return PolicyTrainer(config, starts, progress, model=model, args=arguments, processing_class=tokenizer)


def load_policy(config: GrpoConfig, wanted: Pretrained) -> tuple[Any, Any]:
    """The tokenizer, and the model with its LoRA adapter, in float32 and all that is trained."""
    torch = require("torch")
    # Of the factors: they are drawn from the global stream.
    torch.manual_seed(derive_seed("grpo weights", config.seed) % 2**63)
    tokenizer, model = wanted.load()
    if config.adapter is None:
        model = with_lora(model, config.rank, config.alpha, 0.0, config.targets)
    train_lora(model, wanted.place)
    if reads_everything(model.config):
        shared_prefix.register()
        model.get_base_model().set_attn_implementation(shared_prefix.NAME)
    return tokenizer, model


def _measure(
    when: str, trainer: PolicyTrainer, held_out: HeldOut | None, record: Record, report: Report
) -> None:
    """The solved rate, kept in the record; a run that goes on has it already."""
    if held_out is None or not is_first_process():
        return
    model = trainer.accelerator.unwrap_model(trainer.model)
    agent = LocalAgent.around(model, trainer.processing_class)
    rendering = Rendering.TRACE if trainer.config.form is Form.TRACE else Rendering.STATE
    with trainer.accelerator.autocast():
        rate = solved_rate(
            agent, held_out, rendering=rendering, solution_tokens=trainer.config.solution_tokens
        )
    record.set(**{when: rate})
    report(f"solved {when}: {rate}")
