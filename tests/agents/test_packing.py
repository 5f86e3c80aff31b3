import copy

import pytest

from coe.agents.packing import pack_linears

torch = pytest.importorskip("torch")


class Tied(torch.nn.Module):  # type: ignore[misc, name-defined]
    def __init__(self) -> None:
        super().__init__()
        self.embedding = torch.nn.Embedding(50, 32)
        self.inner = torch.nn.Sequential(torch.nn.Linear(32, 48), torch.nn.SiLU(), torch.nn.Linear(48, 32))
        self.head = torch.nn.Linear(32, 50, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, tokens: object) -> object:
        return self.head(self.inner(self.embedding(tokens)))


def can_pack() -> bool:
    return hasattr(torch.ops.mkldnn, "_linear_pointwise") and torch.ops.mkldnn._is_mkldnn_bf16_supported()


@pytest.mark.skipif(not can_pack(), reason="this PyTorch or CPU has no such kernels")
@pytest.mark.parametrize("rows", [1, 5, 70])
def test_packed_layers_compute_the_same(rows: int) -> None:
    torch.manual_seed(0)
    plain = Tied().to(torch.bfloat16)
    packed = copy.deepcopy(plain)
    assert pack_linears(packed) == 3
    tokens = torch.randint(0, 50, (2, rows))
    with torch.inference_mode():
        torch.testing.assert_close(packed(tokens), plain(tokens), rtol=0.02, atol=0.02)


def test_other_dtypes_stay_as_they_are() -> None:
    model = Tied()
    assert pack_linears(model) == 0
    assert type(model.inner[0]) is torch.nn.Linear
