from pathlib import Path

import pytest
import torch

from coe.errors import UsageError
from coe.training.tiny.checkpoint import export_model
from coe.training.tiny.model import TinyLlama, TinyShape, to_llama_weights
from coe.training.tiny.optimizer import MuonAdamW, orthogonal, schedule

SHAPE = TinyShape(vocab=97, width=32, layers=3, heads=4, inner=48, context=64)


def model() -> TinyLlama:
    torch.manual_seed(5)
    made = TinyLlama(SHAPE)
    for parameter in made.parameters():  # norms away from one, residual branches away from nothing
        parameter.data += 0.1 * torch.randn_like(parameter)
    return made


def test_logits_are_those_of_transformers_llama(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    ours = model()
    config = transformers.LlamaConfig.from_dict(SHAPE.to_llama(bos=1, eos=2, pad=0))
    theirs = transformers.LlamaForCausalLM(config)
    missing, unexpected = theirs.load_state_dict(to_llama_weights(ours.state_dict(), SHAPE), strict=False)
    assert (missing, unexpected) == (["lm_head.weight"], [])
    theirs.tie_weights()
    tokens = torch.randint(0, SHAPE.vocab, (3, 21))
    with torch.no_grad():
        expected = theirs(tokens).logits.flatten(0, 1)
        assert torch.allclose(ours(tokens), expected, atol=1e-4)
        rows = torch.tensor([4, 20, 50])
        assert torch.allclose(ours(tokens, rows), expected[rows], atol=1e-4)


def test_the_exported_folder_loads_in_transformers(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    ours = model()
    export_model(tmp_path, ours.state_dict(), SHAPE, bos=1, eos=2, pad=0)
    theirs = transformers.AutoModelForCausalLM.from_pretrained(tmp_path, dtype=torch.float32)
    tokens = torch.randint(0, SHAPE.vocab, (2, 9))
    with torch.no_grad():
        assert torch.allclose(ours(tokens), theirs(tokens).logits.flatten(0, 1), atol=0.02)


def test_only_differences_of_positions_count() -> None:
    ours, tokens = model(), torch.randint(0, SHAPE.vocab, (2, 9))
    near = torch.arange(9).expand(2, 9)
    with torch.no_grad():
        assert torch.allclose(ours(tokens, positions=near + 30), ours(tokens), atol=1e-4)
        assert not torch.allclose(ours(tokens, positions=near * 3), ours(tokens), atol=1e-2)


def test_a_width_that_does_not_fit_the_heads_is_refused() -> None:
    with pytest.raises(UsageError, match="width 30"):
        TinyShape(vocab=10, width=30, heads=4)


@pytest.mark.parametrize("size", [(2, 24, 24), (2, 16, 40), (2, 40, 16)])
def test_orthogonal_brings_singular_values_near_one(size: tuple[int, int, int]) -> None:
    values = torch.linalg.svdvals(orthogonal(torch.randn(size, generator=torch.Generator().manual_seed(1))))
    assert values.max() < 1.7
    assert values.median() > 0.6


def test_the_optimizer_learns_and_its_state_is_plain(tmp_path: Path) -> None:
    ours = model()
    optimizer = MuonAdamW(ours)
    tokens = torch.randint(0, SHAPE.vocab, (4, 12))
    losses = []
    for _ in range(15):
        loss = torch.nn.functional.cross_entropy(ours(tokens), tokens.roll(-1, 1).flatten())
        loss.backward()
        optimizer.step(1.0)
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    torch.save(optimizer.state_dict(), tmp_path / "state.pt")
    again = MuonAdamW(ours)
    again.load_state_dict(torch.load(tmp_path / "state.pt", weights_only=True))
    assert torch.equal(again._velocity["blocks.0.out.weight"], optimizer._velocity["blocks.0.out.weight"])


def test_the_schedule_is_flat_then_falls_to_its_floor() -> None:
    assert schedule(0.0) < 0.1
    assert schedule(0.2) == schedule(0.39) == 1.0
    assert schedule(0.7) == pytest.approx(0.51)
    assert schedule(1.0) == pytest.approx(0.02) == schedule(1.3)
