"""Models whose attention is not plain are trained on padded batches."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import transformers

from coe.training.sft import train_sft
from coe.training.sft.loading import reads_everything
from tests.agents.test_local import make_model
from tests.training.sft.small import small, write_rows


@pytest.mark.parametrize(
    ("config", "plain"),
    [
        (transformers.LlamaConfig(), True),
        (transformers.Qwen2Config(), True),
        (transformers.Phi3Config(), True),
        (transformers.MistralConfig(sliding_window=None), True),
        (transformers.MistralConfig(sliding_window=4096, max_position_embeddings=4096), True),
        (transformers.MistralConfig(sliding_window=64), False),
        (transformers.Gemma2Config(), False),
        (transformers.Gemma3TextConfig(), False),
        (transformers.Qwen2Config(use_sliding_window=True, max_window_layers=2), False),
    ],
    ids=lambda value: (
        type(value).__name__ if isinstance(value, transformers.PreTrainedConfig) else str(value)
    ),
)
def test_which_models_read_everything(config: transformers.PreTrainedConfig, plain: bool) -> None:
    assert reads_everything(config) == plain


def test_a_model_with_a_window_learns_from_padded_batches(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    sizes = transformers.AutoConfig.from_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.MistralConfig(
        vocab_size=sizes.vocab_size, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, sliding_window=32, bos_token_id=1, eos_token_id=2,
        pad_token_id=0, initializer_range=0.1,
    )  # fmt: skip
    transformers.MistralForCausalLM(config).save_pretrained(folder)
    lines: list[str] = []
    losses: list[float] = []
    train_sft(
        small(folder, write_rows(tmp_path / "rows.jsonl"), tmp_path / "out", epochs=5.0),
        report=lines.append, progress=lambda clock, spent, loss: losses.append(loss),
    )  # fmt: skip
    assert any("padded, not packed" in line for line in lines)
    assert losses[-1] < 0.95 * losses[0]
