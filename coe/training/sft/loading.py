"""The model that is fine-tuned: its tokenizer and configuration, its rows, and itself with LoRA on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.pretrained import Pretrained
from coe.errors import AgentError, first_line
from coe.seeding import derive_seed
from coe.training.sft import shared_prefix
from coe.training.sft.config import SftConfig
from coe.training.sft.encoding import Lesson
from coe.training.sft.lessons import read_lessons
from coe.training.sft.rows import Examples, encode_all


@dataclass(frozen=True, slots=True)
class Texts:
    """What is known before the weights are loaded.

    Args:
        tokenizer: of the model.
        model_config: of the model.
        examples: to learn from.
        validation: to measure the loss on; None where the data hold no such rows.
        packs: whether examples share rows (`coe.training.sft.shared_prefix`).
    """

    tokenizer: Any
    model_config: Any
    examples: Examples
    validation: Examples | None
    packs: bool


def load_texts(config: SftConfig, place: Path) -> Texts:
    """Tokenizer, configuration and examples.

    Raises:
        UsageError: the data hold nothing to learn from, or do not fit the model.
        AgentError: the model's files cannot be read.
    """
    tokenizer = load_tokenizer(place, config.trust_remote_code)
    model_config = load_config(place, config.trust_remote_code)
    packs = reads_everything(model_config)
    context = getattr(model_config, "max_position_embeddings", None)

    def encoded(lessons: Iterator[Lesson], skip: bool) -> Examples:
        return encode_all(tokenizer, lessons, context, skip=skip, share=packs and config.share_prefix)

    examples = encoded(read_lessons(config.data), config.too_long == "skip")
    validation = list(islice(read_lessons(config.data, "validation", named=True), config.validation_rows))
    measured = encoded(iter(validation), True) if validation else None
    return Texts(tokenizer, model_config, examples, measured, packs)


def load_tokenizer(place: Path, trust_remote_code: bool = False) -> Any:
    """The tokenizer of a model.

    Raises:
        AgentError: it cannot be read.
    """
    return _loaded(require("transformers").AutoTokenizer, place, trust_remote_code)


def load_config(place: Path, trust_remote_code: bool = False) -> Any:
    """The configuration of a model.

    Raises:
        AgentError: it cannot be read.
    """
    return _loaded(require("transformers").AutoConfig, place, trust_remote_code)


def _loaded(kind: Any, place: Path, trust_remote_code: bool) -> Any:
    options: dict[str, Any] = {"trust_remote_code": trust_remote_code}
    where = str(place)
    if place.is_file():
        require("gguf", "gguf")
        where, options["gguf_file"] = str(place.parent), place.name
    try:
        return kind.from_pretrained(where, **options)
    except Exception as error:  # transformers raises a dozen kinds
        raise AgentError(f"the model in {place} does not load: {first_line(error)}") from error


def reads_everything(model_config: Any) -> bool:
    """Whether every layer reads all tokens before, by plain attention, as packed rows need it."""
    text = model_config.get_text_config()
    kinds = getattr(text, "layer_types", None)
    if kinds is not None and set(kinds) - {"full_attention"}:
        return False
    if getattr(text, "attn_logit_softcapping", None):
        return False
    window = getattr(text, "sliding_window", None) if kinds is None else None
    return window is None or window >= getattr(text, "max_position_embeddings", 0)


def load_model(config: SftConfig, wanted: Pretrained, packs: bool) -> Any:
    """The model with LoRA on it: frozen weights as asked for, trained ones in float32.

    Raises:
        UsageError: the adapter to go on from does not fit.
        AgentError: the model does not load.
    """
    peft, torch = require("peft"), require("torch")
    # Of the factors: they are drawn from the global stream.
    torch.manual_seed(derive_seed("sft weights", config.seed) % 2**63)
    _, model = wanted.load()
    if wanted.place.is_file():
        model = _plain(model)
    base = model.get_base_model() if config.adapter is not None else model
    if config.bits is not None:
        base = peft.prepare_model_for_kbit_training(base, use_gradient_checkpointing=config.checkpointing)
    elif config.checkpointing:
        base.enable_input_require_grads()
    if config.adapter is None:
        model = with_lora(base, config.rank, config.alpha, config.dropout, config.targets)
    train_lora(model, wanted.place)
    if packs:
        shared_prefix.register()
        base.set_attn_implementation(shared_prefix.NAME)
    return model


def with_lora(model: Any, rank: int, alpha: int, dropout: float, targets: Sequence[str]) -> Any:
    """The model with a fresh LoRA adapter."""
    peft = require("peft")
    return peft.get_peft_model(
        model,
        peft.LoraConfig(
            r=rank, lora_alpha=alpha, lora_dropout=dropout, target_modules=list(targets),
            task_type="CAUSAL_LM",
        ),
    )  # fmt: skip


def train_lora(model: Any, place: Path) -> None:
    """Makes the factors of LoRA float32 and all that is trained.

    Args:
        model: with an adapter.
        place: of its files, where peft finds them without asking the hub; else the adapter names its model.
    """
    model.peft_config["default"].base_model_name_or_path = str(place)
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.requires_grad_(True)
            parameter.data = parameter.data.float()


def _plain(model: Any) -> Any:
    """The weights of a GGUF file in a model that knows nothing of quantisation: one that was loaded from such
    a file can be neither trained nor saved."""
    transformers = require("transformers")
    config = model.config
    if hasattr(config, "quantization_config"):
        del config.quantization_config
    plain = transformers.AutoModelForCausalLM.from_config(config, dtype=model.dtype)
    plain.load_state_dict(model.state_dict())
    return plain.to(model.device).eval()
