"""The run: what is loaded, trained and written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.adapters import read_adapter
from coe.agents.model_store import fetch_model
from coe.agents.pretrained import Pretrained, check_dtype, check_request, pick_device, pick_dtype
from coe.demonstrations.files import write_atomically
from coe.errors import UsageError
from coe.intervals import Rate
from coe.seeding import derive_seed
from coe.training.sft import shared_prefix
from coe.training.sft.checkpoints import complete_checkpoints, drop_torn_checkpoints
from coe.training.sft.clock import Clock
from coe.training.sft.config import SftConfig
from coe.training.sft.lessons import read_lessons
from coe.training.sft.rows import Collator, Examples, all_rows, encode_all

CONFIG_FILE = "coe_sft.json"
Report = Callable[[str], None]
Progress = Callable[[Clock, float, float], None]
"""Called after every update with the clock, the share of the run that is over, and the loss."""


@dataclass(frozen=True, slots=True)
class SftResult:
    """What a run made.

    Args:
        adapter: folder with the adapter.
        clock: updates, tokens, examples and seconds of training.
        loss: mean training loss of the last tenth of the updates.
        solved: rate on the held-out problems at the end; None where nothing was measured.
    """

    adapter: Path
    clock: Clock
    loss: float
    solved: Rate | None = None

    @property
    def tokens(self) -> int:
        """Tokens of the examples that were learned from."""
        return self.clock.tokens

    @property
    def seconds(self) -> float:
        """Of training."""
        return self.clock.seconds


def train_sft(
    config: SftConfig, *, report: Report = lambda line: None, progress: Progress = lambda *_: None
) -> SftResult:
    """Trains an adapter, or goes on with the run in `config.out`.

    Args:
        config: of the run.
        report: called with each line for people.
        progress: called after each update.

    Raises:
        UsageError: data, model or settings that do not fit together.
        KeyboardInterrupt: it was interrupted; a checkpoint was written.
    """
    device = pick_device(require("torch"), config.device)
    check_dtype(config.dtype)
    adapter = check_request(config.model, config.adapter, device, config.bits)
    _begin(config)
    place = fetch_model(config.model)
    kind = pick_dtype(require("torch"), config.dtype, device, place)
    wanted = Pretrained(place, device, kind, adapter, config.bits, config.trust_remote_code)
    tokenizer = _tokenizer(place, config)
    model_config = _model_config(place, config)
    examples = encode_all(
        tokenizer, read_lessons(config.data), getattr(model_config, "max_position_embeddings", None),
        skip=config.too_long == "skip", share=config.share_prefix,
    )  # fmt: skip
    report(_described(examples))
    rows = all_rows(examples, config.row_tokens, config.epochs, config.seed)
    model = _model(config, wanted)
    trainer = _trainer(config, model, examples, rows, tokenizer, device, kind, progress)
    found = complete_checkpoints(config.out)
    if found:
        report(f"going on from {found[-1].name}")
    trainer.run(found[-1] if found else None)
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    tail = losses[-max(1, len(losses) // 10) :]
    if trainer.args.should_save:
        _save(config, trainer, tokenizer)
    return SftResult(config.out, trainer.clock, sum(tail) / max(1, len(tail)))


def _begin(config: SftConfig) -> None:
    """The folder, with the configuration; a run that is there goes on only with the same one."""
    try:
        config.out.mkdir(parents=True, exist_ok=True)
        drop_torn_checkpoints(config.out)
        text = json.dumps(config.to_json(), indent=2) + "\n"
        file = config.out / CONFIG_FILE
        if file.exists() and complete_checkpoints(config.out):
            _check_same(json.loads(file.read_text(encoding="utf-8")), config)
        write_atomically(file, text.encode())
    except OSError as error:
        raise UsageError(f"cannot write to {config.out}: {error.strerror or error}") from error


# What may differ between the parts of a run without changing what it learns from.
_FREE = {"out", "device", "save_minutes", "report_to", "max_minutes", "max_tokens"}


def _check_same(before: dict[str, Any], config: SftConfig) -> None:
    changed = [
        f"{name} was {before.get(name)!r} and is {value!r}"
        for name, value in config.to_json().items()
        if name not in _FREE and before.get(name) != value
    ]
    if changed:
        raise UsageError(
            f"{config.out} holds a run with other settings ({'; '.join(changed)}); give the same ones to go "
            "on with it, or another folder"
        )


def _tokenizer(place: Path, config: SftConfig) -> Any:
    transformers = require("transformers")
    where, options = _source(place)
    return transformers.AutoTokenizer.from_pretrained(
        where, trust_remote_code=config.trust_remote_code, **options
    )


def _model_config(place: Path, config: SftConfig) -> Any:
    where, options = _source(place)
    return require("transformers").AutoConfig.from_pretrained(
        where, trust_remote_code=config.trust_remote_code, **options
    )


def _source(place: Path) -> tuple[str, dict[str, str]]:
    if place.is_file():
        require("gguf", "gguf")
        return str(place.parent), {"gguf_file": place.name}
    return str(place), {}


def _described(examples: Examples) -> str:
    every = range(len(examples.encoded))
    shared = ", ".join(map(str, examples.prefixes))
    return (
        f"{len(examples.encoded):,} examples, {examples.own_tokens(every):,} tokens beside {shared} that are "
        f"shared, {examples.learned_tokens(every):,} learned"
        + (f"; {examples.skipped:,} too long, left out" if examples.skipped else "")
    )


def _model(config: SftConfig, wanted: Pretrained) -> Any:
    peft, torch = require("peft"), require("torch")
    torch.manual_seed(derive_seed("sft weights", config.seed) % 2**63)
    _, model = wanted.load()
    if config.adapter is not None:
        # Loaded to answer: the factors are frozen until they are asked for.
        for name, parameter in model.named_parameters():
            parameter.requires_grad_("lora_" in name)
    else:
        lora = peft.LoraConfig(
            r=config.rank, lora_alpha=config.alpha, lora_dropout=config.dropout,
            target_modules=list(config.targets), task_type="CAUSAL_LM",
        )  # fmt: skip
        model = peft.get_peft_model(model, lora)
        model.peft_config["default"].base_model_name_or_path = config.model
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    return model


def _trainer(
    config: SftConfig,
    model: Any,
    examples: Examples,
    rows: list[list[int]],
    tokenizer: Any,
    device: str,
    kind: Any,
    progress: Progress,
) -> Any:
    from coe.training.sft.trainer import RowTrainer

    transformers, torch = require("transformers"), require("torch")
    shared_prefix.register()
    model.get_base_model().set_attn_implementation(shared_prefix.NAME)
    padding = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0
    arguments = transformers.TrainingArguments(
        output_dir=str(config.out), per_device_train_batch_size=1,
        gradient_accumulation_steps=config.accumulate, num_train_epochs=1,
        learning_rate=config.learning_rate, weight_decay=config.weight_decay, max_grad_norm=config.clip,
        bf16=kind == torch.bfloat16, fp16=kind == torch.float16, use_cpu=device == "cpu",
        gradient_checkpointing=config.checkpointing, logging_strategy="no", save_strategy="no",
        save_total_limit=2, report_to=[] if config.report_to == "none" else [config.report_to],
        seed=derive_seed("sft", config.seed) % 2**32, remove_unused_columns=False, disable_tqdm=True,
        dataloader_pin_memory=False, average_tokens_across_devices=True,
    )  # fmt: skip
    return RowTrainer(
        config, rows, Collator(examples, padding),
        lambda trainer, loss: progress(trainer.clock, trainer.spent(), loss), model=model, args=arguments,
        processing_class=tokenizer,
    )  # fmt: skip


def _save(config: SftConfig, trainer: Any, tokenizer: Any) -> None:
    """The adapter in the folder itself, in half precision, and the tokenizer."""
    torch, peft, safetensors = require("torch"), require("peft"), require("safetensors.torch")
    model = trainer.accelerator.unwrap_model(trainer.model)
    state = peft.get_peft_model_state_dict(model)
    half = {name: value.detach().to("cpu", torch.bfloat16).contiguous() for name, value in state.items()}
    temporary = config.out / f".adapter.{os.getpid()}.new"
    safetensors.save_file(half, temporary, metadata={"format": "pt"})
    model.peft_config["default"].inference_mode = True
    model.peft_config["default"].save_pretrained(str(config.out))
    model.peft_config["default"].inference_mode = False
    os.replace(temporary, config.out / "adapter_model.safetensors")
    tokenizer.save_pretrained(str(config.out))
    read_adapter(config.out)
