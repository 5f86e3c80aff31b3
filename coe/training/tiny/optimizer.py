"""Muon for the matrices, AdamW for the rest, both as one optimizer whose state is plain tensors.

Muon (Jordan et al. 2024): the momentum of each matrix is replaced by the nearest orthogonal one, found by a
few Newton-Schulz steps. Matrices of one shape are treated in one batched product, and a fused matrix (query,
key and value; gate and up) as the separate ones it stands for. Updates are scaled to the size AdamW would
give (Liu et al. 2025), so both share one learning-rate schedule.
"""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor, nn

_FUSED = {"qkv.weight": 3, "gate_up.weight": 2}
# Polar Express (Amsel et al. 2025): the best odd quintic for each step in turn.
_COEFFICIENTS = (
    (8.28721201814563, -23.595886519098837, 17.300387312530933),
    (4.107059111542203, -2.9478499167379106, 0.5448431082926601),
    (3.9486908534822946, -2.908902115962949, 0.5518191394370137),
    (3.3184196573706015, -2.488488024314874, 0.51004894012372),
)


def orthogonal(matrices: Tensor) -> Tensor:
    """About the nearest orthogonal matrix of each of `matrices` [n, rows, columns]."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(1, 2) if tall else matrices
    x = x / (1.01 * x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for a, b, c in _COEFFICIENTS:
        gram = x @ x.transpose(1, 2)
        x = a * x + torch.baddbmm(gram, gram, gram, beta=b, alpha=c) @ x
    result: Tensor = x.transpose(1, 2) if tall else x
    return result


class MuonAdamW:
    """Updates a TinyLlama in place; `lr` is set by the caller before each step.

    Args:
        model: its matrices inside blocks go to Muon; embedding and norms to AdamW.
        lr: learning rate of Muon at its peak.
        adamw_lr: that of AdamW; both are multiplied by `step(scale)`.
        dtype: in which matrices are made orthogonal; bfloat16 is precise enough (Jordan et al. 2024).
    """

    def __init__(
        self,
        model: nn.Module,
        *,
        lr: float = 0.01,
        adamw_lr: float = 3e-3,
        momentum: float = 0.95,
        weight_decay: float = 0.05,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        named = list(model.named_parameters())
        self._matrices = {name: p for name, p in named if p.ndim == 2 and not name.startswith("embedding")}
        self._rest = {name: p for name, p in named if name not in self._matrices}
        self._lr, self._momentum, self._decay, self._dtype = lr, momentum, weight_decay, dtype
        self._velocity = {name: torch.zeros_like(p) for name, p in self._matrices.items()}
        self._adamw = torch.optim.AdamW(
            self._rest.values(), lr=adamw_lr, betas=(0.9, 0.95), eps=1e-10, weight_decay=0.0
        )
        self._adamw_lr = adamw_lr

    @torch.no_grad()
    def step(self, scale: float) -> None:
        """One update from the gradients in place, at `scale` times the peak learning rates."""
        self._adamw.param_groups[0]["lr"] = self._adamw_lr * scale
        self._adamw.step()
        groups: dict[torch.Size, list[tuple[Tensor, Tensor]]] = defaultdict(list)
        for name, parameter in self._matrices.items():
            if parameter.grad is None:
                continue
            velocity = self._velocity[name]
            velocity.lerp_(parameter.grad, 1 - self._momentum)
            direction = parameter.grad.lerp(velocity, self._momentum)
            parts = _FUSED.get(".".join(name.split(".")[-2:]), 1)
            for weight, change in zip(parameter.chunk(parts), direction.chunk(parts), strict=True):
                groups[weight.shape].append((weight, change))
        for size, pairs in groups.items():
            changes = orthogonal(torch.stack([change for _, change in pairs]).to(self._dtype)).float()
            rate = self._lr * scale
            for (weight, _), change in zip(pairs, changes, strict=True):
                weight.mul_(1 - rate * self._decay)
                weight.add_(change, alpha=-rate * 0.2 * max(size) ** 0.5)

    def zero_grad(self) -> None:
        for parameter in (*self._matrices.values(), *self._rest.values()):
            parameter.grad = None

    def state_dict(self) -> dict[str, object]:
        """Tensors, numbers and plain containers only: `torch.load(weights_only=True)` reads it."""
        return {"velocity": self._velocity, "adamw": self._adamw.state_dict()}

    def load_state_dict(self, state: dict[str, object]) -> None:
        velocity, adamw = state["velocity"], state["adamw"]
        assert isinstance(velocity, dict)
        assert isinstance(adamw, dict)
        for name, value in velocity.items():
            self._velocity[name].copy_(value)
        self._adamw.load_state_dict(adamw)


def schedule(progress: float, *, flat: float = 0.4, floor: float = 0.02, warmup: float = 0.01) -> float:
    """Share of the peak learning rate at `progress` (0..1): warm up, constant, then linear to `floor`."""
    if progress < warmup:
        return max(0.05, progress / warmup)
    if progress < flat:
        return 1.0
    return max(floor, 1.0 - (1.0 - floor) * (progress - flat) / (1.0 - flat))
