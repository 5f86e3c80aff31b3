"""The adapter in models/smollm2-coe: its files, its size, and that it fits SmolLM2-135M-Instruct."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
import transformers
from safetensors.torch import load_file

from coe.agents.adapters import check_base, check_layers, read_adapter
from coe.agents.model_store import SMOL
from coe.errors import UsageError

FOLDER = Path(__file__).parents[3] / "models" / "smollm2-coe"


@pytest.fixture(scope="module")
def base() -> transformers.LlamaForCausalLM:
    """SmolLM2-135M by the sizes that it was published with, without weights."""
    config = transformers.LlamaConfig(
        vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30,
        num_attention_heads=9, num_key_value_heads=3, tie_word_embeddings=True,
    )  # fmt: skip
    with torch.device("meta"):
        return transformers.LlamaForCausalLM(config)


def test_it_changes_every_projection_of_the_base(base: transformers.LlamaForCausalLM) -> None:
    adapter = read_adapter(FOLDER)
    linear = {
        name: (module.out_features, module.in_features)
        for name, module in base.named_modules()
        if isinstance(module, torch.nn.Linear)
    }
    check_layers(adapter, linear, {name for name, _ in base.named_modules()})
    assert adapter.factors().keys() == linear.keys() - {"lm_head"}
    check_base(adapter, SMOL)
    with pytest.raises(UsageError, match="does not fit this model"):
        check_base(adapter, "microsoft/Phi-3.5-mini-instruct")


def test_it_is_small_and_in_bfloat16() -> None:
    file = FOLDER / "adapter_model.safetensors"
    assert file.stat().st_size <= 16_000_000
    weights = load_file(file)
    assert {value.dtype for value in weights.values()} == {torch.bfloat16}
    assert all(bool(value.isfinite().all()) and bool(value.any()) for value in weights.values())
    rank = json.loads((FOLDER / "adapter_config.json").read_text("utf-8"))["r"]
    assert {min(value.shape) for value in weights.values()} == {rank}


def test_its_card_says_how_it_was_made() -> None:
    card = (FOLDER / "README.md").read_text("utf-8")
    for said in ("coe train sft", "coe demos", "minutes", "Wilson", f"base_model: {SMOL}"):
        assert said in card
    assert (FOLDER / "coe_sft.json").is_file()
