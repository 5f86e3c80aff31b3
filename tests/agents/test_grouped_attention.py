from types import SimpleNamespace

import pytest

from coe.agents.grouped_attention import NAME, attend, group_attention

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")


def model_with(heads: int, groups: int) -> object:
    torch.manual_seed(3)
    config = transformers.LlamaConfig(
        vocab_size=90, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=heads,
        num_key_value_heads=groups, initializer_range=0.5,
    )  # fmt: skip
    return transformers.LlamaForCausalLM(config).eval()


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("more", [1, 3])
@pytest.mark.parametrize("padded", [False, True])
def test_a_model_says_the_same(groups: int, more: int, padded: bool) -> None:
    plain, grouped = model_with(4, groups), model_with(4, groups)
    assert group_attention(grouped)
    assert grouped.config._attn_implementation == NAME
    assert plain.config._attn_implementation == "sdpa"
    tokens = torch.randint(0, 90, (3, 7 + more))
    mask = torch.ones_like(tokens)
    if padded:
        mask[0, :3] = mask[1, :1] = 0
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    said = []
    for model in (plain, grouped):
        with torch.inference_mode():
            start = model(tokens[:, :7], attention_mask=mask[:, :7], position_ids=positions[:, :7])
            end = model(
                tokens[:, 7:], attention_mask=mask, position_ids=positions[:, 7:],
                past_key_values=start.past_key_values,
            )  # fmt: skip
        said += [start.logits[:, -1:], end.logits]
    torch.testing.assert_close(said[0], said[2], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(said[1], said[3], rtol=1e-4, atol=1e-4)


def test_gradients_are_the_same() -> None:
    plain, grouped = model_with(4, 2), model_with(4, 2)
    group_attention(grouped)
    tokens = torch.randint(0, 90, (2, 6))
    mask = torch.tensor([[0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]])
    for model in (plain, grouped):
        model(tokens, attention_mask=mask, labels=tokens.masked_fill(mask == 0, -100)).loss.backward()
    wanted = dict(plain.named_parameters())
    for name, parameter in grouped.named_parameters():
        torch.testing.assert_close(parameter.grad, wanted[name].grad, rtol=1e-3, atol=1e-5)


def test_attention_that_is_not_plain_is_left_to_transformers() -> None:
    query, key = torch.zeros(1, 4, 1, 8), torch.zeros(1, 2, 5, 8)
    with pytest.raises(ValueError, match="softcap"):
        attend(SimpleNamespace(), query, key, key, None, softcap=30.0)


def test_a_model_with_attention_of_its_own_keeps_it() -> None:
    model = model_with(4, 2)
    model.set_attn_implementation("eager")
    assert not group_attention(model)
    assert model.config._attn_implementation == "eager"


def test_a_model_whose_attention_cannot_be_set_keeps_it_without_a_word(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    config = transformers.FalconConfig(
        vocab_size=90, hidden_size=32, num_hidden_layers=1, num_attention_heads=4
    )
    model = transformers.FalconForCausalLM(config)
    assert not group_attention(model)
    assert model.config._attn_implementation == "sdpa"
    assert not caplog.text
    assert capsys.readouterr() == ("", "")
