"""The run: what is checked, loaded, trained, measured and written, in this order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coe._optional import require
from coe.agents.model_store import fetch_model
from coe.agents.pretrained import Pretrained, check_dtype, check_request, pick_device, pick_dtype
from coe.agents.quiet import quiet_libraries
from coe.errors import UsageError
from coe.intervals import Rate
from coe.seeding import derive_seed
from coe.training.cpu_memory import bound_caches
from coe.training.run_lock import only_run_in
from coe.training.sft.card import write_card
from coe.training.sft.clock import Clock, Progress
from coe.training.sft.config import SftConfig
from coe.training.sft.loading import Texts, load_model, load_texts
from coe.training.sft.output import save_adapter, writing
from coe.training.sft.preflight import (
    check_disk,
    check_knows,
    check_packages,
    check_precision,
    check_targets,
    check_template,
    needs,
)
from coe.training.sft.rows import Collator, all_rows, described, widest
from coe.training.sft.run_folder import begin, is_first_process, processes

if TYPE_CHECKING:
    from coe.training.sft.evaluation import Evaluator, Measured
    from coe.training.sft.trainer import RowTrainer

_TIMED = 5  # updates after which the time of a run is estimated

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SftResult:
    """What a run made.

    Args:
        adapter: folder with the adapter.
        clock: updates, tokens, examples and seconds of training.
        loss: mean training loss of the last tenth of the updates.
        solved: rate on the held-out problems at the end; None where nothing was measured.
        validation_loss: on the validation rows at the end; None where there are none.
    """

    adapter: Path
    clock: Clock
    loss: float
    solved: Rate | None = None
    validation_loss: float | None = None

    @property
    def tokens(self) -> int:
        """Tokens of the examples that were learned from, the beginning that they share left out."""
        return self.clock.tokens

    @property
    def seconds(self) -> float:
        """Of training; evaluations left out."""
        return self.clock.seconds


def train_sft(
    config: SftConfig, *, report: Report = lambda line: None, progress: Progress = lambda *_: None
) -> SftResult:
    """Trains an adapter, or goes on with the run in `config.out`.

    With several processes (`accelerate launch`) each calls it; the first one reports, measures and writes.

    Args:
        config: of the run.
        report: called with each line for people.
        progress: called after each update with the clock, the share of the run that is over, and the loss.

    Raises:
        UsageError: data, model or settings that do not fit together.
        MissingDependencyError: a package is not installed.
        AgentError: the model does not load.
        KeyboardInterrupt: it was interrupted; a checkpoint was written.
    """
    bound_caches()
    quiet_libraries()
    if not is_first_process():
        report = _silent
    wanted = _checked(config)
    texts = load_texts(config, wanted.place)
    with only_run_in(config.out) if is_first_process() else nullcontext():
        return _trained(config, wanted, texts, report, progress)


def _trained(
    config: SftConfig, wanted: Pretrained, texts: Texts, report: Report, progress: Progress
) -> SftResult:
    checkpoint = begin(config)
    rows = _prepared(config, wanted, texts, report)
    trainer, evaluator = _assembled(config, wanted, texts, rows, report, progress)
    if checkpoint is not None:
        report(f"going on from {checkpoint.name}")
    trainer.run(checkpoint)
    with writing(config.out):
        return _finished(config, trainer, evaluator, texts, wanted.device)


def _silent(line: str) -> None:
    pass


def _checked(config: SftConfig) -> Pretrained:
    """What is to be loaded; refuses what cannot work before anything slow happens."""
    torch = require("torch")
    device = pick_device(torch, config.device)
    check_dtype(config.dtype)
    adapter = check_request(config.model, config.adapter, device, config.bits)
    check_packages(config)
    place = fetch_model(config.model)
    if adapter is not None and place.is_file():
        raise UsageError(
            "an adapter is trained on with the model in a folder, not in a GGUF file; give the model that "
            "the file was made from"
        )
    kind = pick_dtype(torch, config.dtype, device, place)
    if device == "mps" and config.dtype == "auto":
        kind = torch.float32  # float16 needs its losses scaled, which is done on CUDA only
    check_precision(kind, device)
    return Pretrained(place, device, kind, adapter, config.bits, config.trust_remote_code)


def _prepared(config: SftConfig, wanted: Pretrained, texts: Texts, report: Report) -> list[list[int]]:
    """The rows of the run, after everything was said about them that is known beforehand."""
    report(described(texts.examples))
    longest = max(map(len, texts.examples.encoded))
    context = getattr(texts.model_config, "max_position_embeddings", None)
    report(f"the longest example has {longest:,} tokens; the model holds {context or 'any number'}")
    check_template(texts.tokenizer, texts.examples, report)
    check_knows(config.method, texts.tokenizer)
    if not texts.packs:
        report("this model's attention is not plain in every layer, so examples are padded, not packed")
    weights, factors = check_targets(config, texts.model_config)
    check_disk(config.out, factors)
    rows = all_rows(texts.examples, config.row_tokens, config.epochs, config.seed)
    width = wanted.dtype.itemsize if config.bits is None else config.bits / 8
    report(
        needs(config, texts.model_config, weights, factors, width, len(rows), widest(rows, texts.examples))
    )
    return rows


def _assembled(
    config: SftConfig,
    wanted: Pretrained,
    texts: Texts,
    rows: list[list[int]],
    report: Report,
    progress: Progress,
) -> tuple[RowTrainer, Evaluator]:
    from coe.training.sft.evaluation import Evaluator, check_whole_on_each
    from coe.training.sft.trainer import RowTrainer

    tokenizer = texts.tokenizer
    padding = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0
    measured = None if texts.validation is None else Collator(texts.validation, padding, texts.packs)
    evaluator = Evaluator(config.held_out, measured, config.eval_minutes, config.patience, tokenizer, report)
    trainer = RowTrainer(
        config, rows, Collator(texts.examples, padding, texts.packs), _timed(report, progress), evaluator,
        model=load_model(config, wanted, texts.packs), args=_arguments(config, wanted),
        processing_class=tokenizer,
    )  # fmt: skip
    if evaluator.measures:
        check_whole_on_each(trainer)
    return trainer, evaluator


def _timed(report: Report, progress: Progress) -> Progress:
    """The display, and once, when enough is known for it, a line about how long the run will take."""
    said = False

    def show(clock: Clock, spent: float, loss: float) -> None:
        nonlocal said
        if not said and clock.updates >= _TIMED and spent > 0:
            said = True
            report(f"about {clock.seconds * (1 - spent) / spent / 60:,.0f} minutes of training to go")
        progress(clock, spent, loss)

    return show


def _arguments(config: SftConfig, wanted: Pretrained) -> Any:
    torch, transformers = require("torch"), require("transformers")
    names = {field.name for field in fields(transformers.TrainingArguments)}
    newer = "activation_checkpointing"  # the name in later versions of transformers
    recompute = {newer if newer in names else "gradient_checkpointing": config.checkpointing}
    return transformers.TrainingArguments(
        output_dir=str(config.out), per_device_train_batch_size=1,
        gradient_accumulation_steps=config.accumulate, num_train_epochs=1,
        learning_rate=config.learning_rate, weight_decay=config.weight_decay, max_grad_norm=config.clip,
        bf16=wanted.dtype == torch.bfloat16, fp16=wanted.dtype == torch.float16,
        use_cpu=wanted.device == "cpu",
        logging_steps=1, save_strategy="no", save_total_limit=2,
        report_to=[] if config.report_to == "none" else [config.report_to],
        seed=derive_seed("sft", config.seed) % 2**32, remove_unused_columns=False, disable_tqdm=True,
        dataloader_pin_memory=False, average_tokens_across_devices=True, log_level="error",
        ddp_find_unused_parameters=False, logging_nan_inf_filter=False, **recompute,
    )  # fmt: skip


def _finished(
    config: SftConfig, trainer: RowTrainer, evaluator: Evaluator, texts: Texts, device: str
) -> SftResult:
    """Measures once more, and writes what is kept."""
    from coe.training.sft.evaluation import use_best

    loss = trainer.mean_loss()
    state = trainer.accelerator.get_state_dict(trainer.model) if processes() > 1 else None
    last: Measured | None = None
    if is_first_process():
        if evaluator.measures:
            last = evaluator.measure(trainer)
        if config.patience and evaluator.measures:
            use_best(config.out)
        else:
            save_adapter(config.out, trainer.accelerator.unwrap_model(trainer.model), config.model, state)
        texts.tokenizer.save_pretrained(str(config.out))
        write_card(config, trainer.clock, loss, described(texts.examples), device)
    trainer.accelerator.wait_for_everyone()
    solved, measured = (None, None) if last is None else (last.solved, last.loss)
    return SftResult(config.out, trainer.clock, loss, solved, measured)
