import copy
import weakref

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


class Gated(torch.nn.Module):  # type: ignore[misc, name-defined]
    """Layers with the names of those that transformers asks with the same rows."""

    def __init__(self, bias: bool = False, odd: bool = False) -> None:
        super().__init__()
        for name, size in {"q_proj": 48, "k_proj": 16, "v_proj": 32, "gate_proj": 64, "up_proj": 64}.items():
            setattr(self, name, torch.nn.Linear(16 if odd and name == "v_proj" else 32, size, bias=bias))

    def forward(self, rows: object, names: tuple[str, ...]) -> list[object]:
        return [getattr(self, name)(rows) for name in names]


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


@pytest.mark.skipif(not can_pack(), reason="this PyTorch or CPU has no such kernels")
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(
    "names",
    [
        ("q_proj", "k_proj", "v_proj", "gate_proj", "up_proj"),
        ("v_proj", "q_proj", "up_proj", "k_proj", "gate_proj"),
        ("k_proj", "k_proj", "v_proj", "v_proj", "q_proj"),
        ("q_proj", "q_proj"),
    ],
)
def test_layers_of_one_product_may_be_asked_in_any_order(bias: bool, names: tuple[str, ...]) -> None:
    torch.manual_seed(0)
    plain = Gated(bias).to(torch.bfloat16)
    packed = copy.deepcopy(plain)
    assert pack_linears(packed) == 5
    for _ in range(2):
        rows = torch.randn(2, 3, 32).to(torch.bfloat16)
        with torch.inference_mode():
            for said, wanted in zip(packed(rows, names), plain(rows, names), strict=True):
                torch.testing.assert_close(said, wanted, rtol=0.02, atol=0.02)


@pytest.mark.skipif(not can_pack(), reason="this PyTorch or CPU has no such kernels")
def test_layers_that_read_different_rows_are_packed_one_by_one() -> None:
    torch.manual_seed(0)
    plain = Gated(odd=True).to(torch.bfloat16)
    packed = copy.deepcopy(plain)
    assert pack_linears(packed) == 5
    wide, narrow = torch.randn(1, 4, 32).to(torch.bfloat16), torch.randn(1, 4, 16).to(torch.bfloat16)
    with torch.inference_mode():
        for rows, names in ((wide, ("q_proj", "k_proj")), (narrow, ("v_proj",))):
            for said, wanted in zip(packed(rows, names), plain(rows, names), strict=True):
                torch.testing.assert_close(said, wanted, rtol=0.02, atol=0.02)


@pytest.mark.skipif(not can_pack(), reason="this PyTorch or CPU has no such kernels")
def test_nothing_is_held_after_the_last_layer_has_asked() -> None:
    packed = Gated().to(torch.bfloat16)
    pack_linears(packed)
    rows = torch.randn(1, 3, 32).to(torch.bfloat16)
    held = weakref.ref(rows)
    with torch.inference_mode():
        packed(rows, ("q_proj", "k_proj", "v_proj", "gate_proj", "up_proj"))
    del rows
    assert held() is None


def test_other_dtypes_stay_as_they_are() -> None:
    model = Tied()
    assert pack_linears(model) == 0
    assert type(model.inner[0]) is torch.nn.Linear
