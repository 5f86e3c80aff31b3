"""Completions in one row: their log-probabilities, entropies and gradients are those of each by itself."""

from __future__ import annotations

from typing import Any

import pytest

from coe.training.grpo.shared_rows import scores, shared_row
from coe.training.sft import shared_prefix
from tests.training.grpo_models import make_policy

torch = pytest.importorskip("torch")

TEMPERATURE = 0.7
ALIKE = [[5, 6, 7, 8]] * 3
ONLY_BEGIN_ALIKE = [[5, 6, 7, 8], [5, 6], [5, 6, 9, 10, 11]]
UNLIKE = [[5], [6, 7], [8, 9, 10]]
REPLIES = [[20, 21, 1], [22], [23, 24]]


def padded(prompts: list[list[int]]) -> tuple[Any, Any, int]:
    """As TRL pads them: prompts on the left, completions on the right."""
    before, after = max(map(len, prompts)), max(map(len, REPLIES))
    ids = torch.zeros(len(prompts), before + after, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, (prompt, reply) in enumerate(zip(prompts, REPLIES, strict=True)):
        ids[row, before - len(prompt) : before] = torch.tensor(prompt)
        ids[row, before : before + len(reply)] = torch.tensor(reply)
        mask[row, before - len(prompt) : before + len(reply)] = 1
    return ids, mask, after


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from transformers import AutoModelForCausalLM

    shared_prefix.register()
    loaded = AutoModelForCausalLM.from_pretrained(make_policy(tmp_path_factory.mktemp("policy"), updates=1))
    loaded.set_attn_implementation(shared_prefix.NAME)
    return loaded


@pytest.mark.parametrize("prompts", [ALIKE, ONLY_BEGIN_ALIKE, UNLIKE])
def test_the_scores_of_a_row_are_those_of_each_completion_alone(model: Any, prompts: list[list[int]]) -> None:
    ids, mask, longest = padded(prompts)
    row = shared_row(ids, mask, longest)
    assert row.inputs["input_ids"].shape[1] <= int(mask.sum())
    logps, entropies = scores(model(**row.inputs).logits[0], row, TEMPERATURE)
    weights = torch.arange(1.0, 1 + logps.numel()).reshape(logps.shape)
    model.zero_grad()
    (logps * weights).sum().backward()
    found = {name: value.grad.clone() for name, value in model.named_parameters()}

    model.zero_grad()
    for place, (prompt, reply) in enumerate(zip(prompts, REPLIES, strict=True)):
        logits = model(torch.tensor([[*prompt, *reply]])).logits[0, len(prompt) - 1 : -1] / TEMPERATURE
        alone = logits.log_softmax(-1)
        expected = alone.gather(1, torch.tensor(reply)[:, None])[:, 0]
        torch.testing.assert_close(logps[place, : len(reply)], expected, rtol=1e-4, atol=1e-5)
        assert not logps[place, len(reply) :].any()
        uncertain = torch.distributions.Categorical(logits=logits).entropy()
        torch.testing.assert_close(entropies[place, : len(reply)], uncertain, rtol=1e-4, atol=1e-5)
        (expected * weights[place, : len(reply)]).sum().backward()
    for name, value in model.named_parameters():
        torch.testing.assert_close(found[name], value.grad, rtol=1e-3, atol=1e-4)


def test_what_prompts_share_is_read_once() -> None:
    ids, mask, longest = padded(ALIKE)
    assert shared_row(ids, mask, longest).inputs["input_ids"].shape[1] == 4 + sum(map(len, REPLIES))
