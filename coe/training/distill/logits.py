"""Logit distillation: a student with LoRA learns the probabilities of a larger local teacher.

Needs the rows that fine-tuning needs and a teacher with the student's tokenizer. What can be known is checked
before either model is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.local import LocalAgent
from coe.agents.model_store import fetch_model
from coe.agents.pretrained import Pretrained, check_dtype, check_request, pick_device, pick_dtype
from coe.agents.quiet import quiet_libraries
from coe.errors import UsageError
from coe.intervals import Rate
from coe.seeding import derive_seed
from coe.training.cpu_memory import bound_caches
from coe.training.distill.card import write_card
from coe.training.distill.vocabularies import check_outputs, check_vocabularies
from coe.training.held_out import solved_rate
from coe.training.run_lock import only_run_in
from coe.training.run_settings import keep_settings
from coe.training.sft.checkpoints import complete_checkpoints, drop_torn_checkpoints
from coe.training.sft.clock import Clock, Progress
from coe.training.sft.config import SftConfig
from coe.training.sft.encoding import Encoded
from coe.training.sft.lessons import read_lessons
from coe.training.sft.loading import load_config, load_model, load_tokenizer
from coe.training.sft.output import save_adapter, writing
from coe.training.sft.preflight import check_disk, check_packages, check_targets
from coe.training.sft.rows import Examples, all_rows, described, encode_all

CONFIG_FILE = "coe_logits.json"
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LogitConfig:
    """How probabilities are learned.

    Args:
        student: the student, its data, and how it is trained; `row_tokens` are those of a batch.
        teacher: folder, or a name on the Hugging Face hub.
        teacher_adapter: folder of an adapter of the teacher.
        beta: 0 is the divergence of the teacher from the student (forward), 1 the reverse, between them the
            generalised Jensen-Shannon divergence.
        on_policy: share of batches whose replies the student writes itself.
        temperature: of those replies.
        reply_tokens: most tokens of them.
    """

    student: SftConfig
    teacher: str
    teacher_adapter: Path | None = None
    beta: float = 0.5
    on_policy: float = 0.0
    temperature: float = 1.0
    reply_tokens: int = 96

    def __post_init__(self) -> None:
        for name in ("beta", "on_policy"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} is from 0 to 1, not {getattr(self, name)}")
        for name in ("temperature", "reply_tokens"):
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} is above 0, not {getattr(self, name)}")

    def to_json(self) -> dict[str, Any]:
        """Every value that decides what is learned, as JSON has it."""
        student = self.student.to_json()
        for name in ("out", "device", "save_minutes", "report_to", "max_minutes"):
            del student[name]
        return {
            "student": student,
            "teacher": self.teacher,
            "teacher_adapter": None if self.teacher_adapter is None else str(self.teacher_adapter),
            "beta": self.beta,
            "on_policy": self.on_policy,
            "temperature": self.temperature,
            "reply_tokens": self.reply_tokens,
        }


@dataclass(frozen=True, slots=True)
class LogitResult:
    """What a run made.

    Args:
        adapter: folder with the student's adapter.
        clock: updates, tokens, examples and seconds of training.
        loss: mean of the last tenth of the updates: a divergence, in nats a token.
        solved: rate on the held-out problems; None where nothing was measured.
    """

    adapter: Path
    clock: Clock
    loss: float
    solved: Rate | None = None


def distill_logits(
    config: LogitConfig, *, report: Report = lambda line: None, progress: Progress = lambda *_: None
) -> LogitResult:
    """Trains the student's adapter, or goes on with the run in its `out`.

    Args:
        config: of the run.
        report: called with lines for people.
        progress: called after each update with the clock, the share of the run that is over, and the loss.

    Raises:
        UsageError: vocabularies, data, models or settings that do not fit together.
        KeyboardInterrupt: it was interrupted; a checkpoint was written.
    """
    bound_caches()
    quiet_libraries()
    require("trl", "train")
    student = config.student
    device = pick_device(require("torch"), student.device)
    check_dtype(student.dtype)
    adapter = check_request(student.model, student.adapter, device, student.bits)
    teacher_adapter = check_request(config.teacher, config.teacher_adapter, device, None)
    check_packages(student)
    place, teacher_place = fetch_model(student.model), fetch_model(config.teacher)
    if not (place.is_dir() and teacher_place.is_dir()):
        raise UsageError("probabilities are learned from and by models in folders, not GGUF files")
    tokenizer = load_tokenizer(place, student.trust_remote_code)
    theirs = load_tokenizer(teacher_place, student.trust_remote_code)
    check_vocabularies(tokenizer, theirs)
    check_outputs(place, teacher_place, student.trust_remote_code)
    if tokenizer.chat_template != theirs.chat_template:
        report("the two chat templates differ; the teacher reads the student's")
    examples = _examples(config, tokenizer, place, teacher_place)
    rows = _rows(examples, student)
    report(f"{len(examples.encoded):,} examples, {len(rows):,} batches")
    _, factors = check_targets(student, load_config(place, student.trust_remote_code))
    with only_run_in(student.out):
        keep_settings(student.out / CONFIG_FILE, config.to_json(), alone=False)
        drop_torn_checkpoints(student.out)
        check_disk(student.out, factors)
        kind = pick_dtype(require("torch"), student.dtype, device, place)
        trusted = student.trust_remote_code
        _, teacher = Pretrained(teacher_place, device, kind, teacher_adapter, None, trusted).load()
        wanted = Pretrained(place, device, kind, adapter, student.bits, trusted)
        model = load_model(student, wanted, packs=False)
        return _train(config, tokenizer, model, teacher, examples, rows, progress)


def _examples(config: LogitConfig, tokenizer: Any, place: Path, teacher_place: Path) -> Examples:
    student = config.student
    contexts = [_context(each, student.trust_remote_code) for each in (place, teacher_place)]
    known = [size for size in contexts if size is not None]
    examples = encode_all(
        tokenizer, read_lessons(student.data), min(known, default=None), skip=student.too_long == "skip",
        share=False,
    )  # fmt: skip
    if config.on_policy and any(_pieces(item) > 1 for item in examples.encoded):
        raise UsageError(
            "replies of the student itself (--on-policy) need rows of one turn, and there are traces; make "
            "the rows with --format chat"
        )
    return examples


def _context(place: Path, trust_remote_code: bool) -> int | None:
    text = load_config(place, trust_remote_code).get_text_config()
    size = getattr(text, "max_position_embeddings", None)
    return None if size is None else int(size)


def _pieces(item: Encoded) -> int:
    """Runs of learned tokens."""
    learned = item.learned.astype(int)
    return int(learned[0]) + int((learned[1:] > learned[:-1]).sum())


def _rows(examples: Examples, student: SftConfig) -> list[list[int]]:
    """The batches of the run, as many as its limit of tokens allows."""
    rows = all_rows(examples, student.row_tokens, student.epochs, student.seed)
    if student.max_tokens is None:
        return rows
    kept, tokens = [], 0
    for row in rows:
        if tokens >= student.max_tokens:
            break
        kept.append(row)
        tokens += examples.own_tokens(row)
    return kept


def _train(
    config: LogitConfig,
    tokenizer: Any,
    model: Any,
    teacher: Any,
    examples: Examples,
    rows: list[list[int]],
    progress: Progress,
) -> LogitResult:
    from coe.training.distill.logit_trainer import LogitTrainer, PaddedCollator

    student = config.student
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    trainer = LogitTrainer(
        student, rows, examples, progress, model=model, teacher_model=teacher,
        args=_arguments(config, model),
        data_collator=PaddedCollator(examples.encoded, tokenizer.pad_token_id),
        train_dataset=require("datasets", "train").Dataset.from_dict({"row": rows}),
        processing_class=tokenizer,
    )  # fmt: skip
    found = complete_checkpoints(student.out)
    trainer.run(found[-1] if found else None)
    learned = trainer.accelerator.unwrap_model(trainer.model)
    with writing(student.out):
        save_adapter(student.out, learned, student.model)
        tokenizer.save_pretrained(str(student.out))
    solved = None
    if student.held_out is not None:
        solved = solved_rate(LocalAgent.around(learned, tokenizer), student.held_out)
    loss = trainer.mean_loss()
    with writing(student.out):
        write_card(config, trainer.clock, loss, described(examples), str(model.device), solved)
    return LogitResult(student.out, trainer.clock, loss, solved)


def _arguments(config: LogitConfig, model: Any) -> Any:
    from coe.training.distill.logit_trainer import GKDConfig

    torch, student = require("torch"), config.student
    return GKDConfig(
        output_dir=str(student.out), beta=config.beta, lmbda=config.on_policy, temperature=config.temperature,
        max_new_tokens=config.reply_tokens, per_device_train_batch_size=1,
        gradient_accumulation_steps=student.accumulate, num_train_epochs=1,
        learning_rate=student.learning_rate, weight_decay=student.weight_decay, max_grad_norm=student.clip,
        bf16=model.dtype == torch.bfloat16, fp16=model.dtype == torch.float16,
        use_cpu=str(model.device) == "cpu", gradient_checkpointing=student.checkpointing,
        logging_steps=1, save_strategy="no", save_total_limit=2, disable_tqdm=True,
        dataloader_pin_memory=False,
        report_to=[] if student.report_to == "none" else [student.report_to],
        seed=derive_seed("logits", student.seed) % 2**32,
    )  # fmt: skip
