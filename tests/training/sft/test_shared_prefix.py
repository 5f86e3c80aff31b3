"""A packed row gives the losses and gradients of its examples read one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import transformers

from coe.training.sft import shared_prefix
from coe.training.sft.encoding import Encoded
from coe.training.sft.rows import Collator, Examples
from coe.training.sft.trainer import token_loss

shared_prefix.register()


def model(heads: int = 4, groups: int = 2, kind: str = "Llama") -> Any:
    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=50, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=heads,
        num_key_value_heads=groups, initializer_range=0.4, attn_implementation=shared_prefix.NAME,
    )  # fmt: skip
    return getattr(transformers, f"{kind}ForCausalLM")(config)


def examples(prefix: int, lengths: tuple[int, ...] = (3, 9, 4, 12, 5)) -> Examples:
    rng = np.random.default_rng(0)
    start = rng.integers(0, 50, prefix)
    encoded = []
    for length in lengths:
        ids = np.concatenate([start, rng.integers(0, 50, length)]).astype(np.int32)
        learned = np.zeros(len(ids), bool)
        learned[-2:] = True
        learned[-3] = length > 4
        encoded.append(Encoded(ids, learned))
    return Examples(encoded, [0] * len(encoded), [prefix])


def gradients(network: Any, batches: list[Any], learned: int) -> tuple[float, dict[str, Any]]:
    network.zero_grad()
    total = 0.0
    for batch in batches:
        labels = batch.pop("labels")
        loss = token_loss(network(**batch, use_cache=False), labels, learned)
        loss.backward()
        total += float(loss)
    return total, {name: p.grad.clone() for name, p in network.named_parameters() if p.grad is not None}


@pytest.mark.parametrize("prefix", [0, 1, 7])
@pytest.mark.parametrize("fused", [False, True])
def test_a_packed_row_is_exact(prefix: int, fused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if fused:  # the way of accelerators, here on the CPU
        monkeypatch.setattr(shared_prefix, "_in_parts", shared_prefix._fused)
    data, network = examples(prefix), model()
    every = sorted(range(len(data.encoded)), key=data.own)
    learned = data.learned_tokens(every)
    packed = Collator(data, 0)([every])
    alone = [Collator(data, 0, packed=False)([[index]]) for index in every]
    together = Collator(data, 0, packed=False)([every])
    loss, slopes = gradients(network, [packed], learned)
    for other in (alone, [together]):
        other_loss, other_slopes = gradients(network, other, learned)
        assert loss == pytest.approx(other_loss, rel=1e-5)
        assert slopes.keys() == other_slopes.keys()
        for name, slope in slopes.items():
            torch.testing.assert_close(slope, other_slopes[name], rtol=1e-3, atol=1e-5)


def test_examples_in_several_groups_are_exact_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data, network = examples(5, (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)), model(4, 4)
    every = list(range(len(data.encoded)))
    batch = Collator(data, 0)([every])
    assert len(batch["layout"].groups) == 2
    learned = data.learned_tokens(every)
    loss, _ = gradients(network, [batch], learned)
    other, _ = gradients(network, [Collator(data, 0, packed=False)([[index]]) for index in every], learned)
    assert loss == pytest.approx(other, rel=1e-5)


def test_an_example_does_not_read_its_neighbours() -> None:
    data, network = examples(4), model()
    first = network(**without_labels(Collator(data, 0)([[0, 1]])), use_cache=False).logits
    data.encoded[1].ids[4:] = 7
    second = network(**without_labels(Collator(data, 0)([[0, 1]])), use_cache=False).logits
    count = int(data.encoded[0].learned.sum())
    torch.testing.assert_close(first[:, :count], second[:, :count])
    assert not torch.allclose(first[:, count:], second[:, count:])


def without_labels(batch: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in batch.items() if name != "labels"}


@pytest.mark.parametrize("checkpointing", [False, True])
def test_other_architectures_and_checkpointing(checkpointing: bool) -> None:
    data, network = examples(6), model(kind="Qwen2").train()
    if checkpointing:
        network.gradient_checkpointing_enable()
    every = list(range(len(data.encoded)))
    learned = data.learned_tokens(every)
    loss, slopes = gradients(network, [Collator(data, 0)([every])], learned)
    other, others = gradients(network, [Collator(data, 0, packed=False)([every])], learned)
    assert loss == pytest.approx(other, rel=1e-5)
    for name, slope in slopes.items():
        torch.testing.assert_close(slope, others[name], rtol=1e-3, atol=1e-5)


def test_a_model_still_generates() -> None:
    network = model().eval()
    plain = model().eval()
    plain.set_attn_implementation("sdpa")
    ids = torch.arange(1, 9)[None]
    options = {"max_new_tokens": 6, "do_sample": False, "pad_token_id": 0}
    assert network.generate(ids, **options).tolist() == plain.generate(ids, **options).tolist()
