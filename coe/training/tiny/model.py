"""A Llama decoder written for fast training on a CPU.

The mathematics and the exported names are those of transformers' LlamaForCausalLM (tied embeddings, no
biases), so that a checkpoint loads there, in MLX and in vLLM; a test compares the logits. Query, key and
value, and gate and up, are one matrix each here. The last layer, which feeds nothing but the loss, is
computed only at the positions that the loss reads. There is no KV cache: `coe.agents.tiny_runtime` generates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from coe.errors import UsageError


@dataclass(frozen=True, slots=True)
class TinyShape:
    """Sizes of the model; `width` must be a multiple of twice `heads`."""

    vocab: int
    width: int = 256
    layers: int = 4
    heads: int = 8
    inner: int = 688
    context: int = 512
    rope_theta: float = 10000.0
    norm_eps: float = 1e-5

    def __post_init__(self) -> None:
        if self.width % (2 * self.heads):
            raise UsageError(f"width {self.width} is not a multiple of twice the {self.heads} heads")

    @property
    def head_width(self) -> int:
        return self.width // self.heads

    def to_llama(self, *, bos: int, eos: int, pad: int) -> dict[str, object]:
        """The config.json of this model, read by transformers 4 and 5, MLX and vLLM."""
        return {
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "vocab_size": self.vocab,
            "hidden_size": self.width,
            "intermediate_size": self.inner,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "num_key_value_heads": self.heads,
            "head_dim": self.head_width,
            "hidden_act": "silu",
            "max_position_embeddings": self.context,
            "rms_norm_eps": self.norm_eps,
            "rope_theta": self.rope_theta,
            "rope_parameters": {"rope_type": "default", "rope_theta": self.rope_theta},
            "attention_bias": False,
            "mlp_bias": False,
            "tie_word_embeddings": True,
            "bos_token_id": bos,
            "eos_token_id": eos,
            "pad_token_id": pad,
            "torch_dtype": "float16",
        }


class RMSNorm(nn.Module):
    """Root-mean-square normalisation over the last axis."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        scale = torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)
        normal: Tensor = self.weight * (x * scale)
        return normal


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions on x [batch, time, heads, head_width]; cos, sin broadcast against half of it."""
    first, second = x.chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)


class Block(nn.Module):
    """One decoder layer."""

    def __init__(self, shape: TinyShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.head_width = shape.head_width
        self.attention_norm = RMSNorm(shape.width, shape.norm_eps)
        self.qkv = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.mlp_norm = RMSNorm(shape.width, shape.norm_eps)
        self.gate_up = nn.Linear(shape.width, 2 * shape.inner, bias=False)
        self.down = nn.Linear(shape.inner, shape.width, bias=False)

    def attend(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """What attention reads at each position, before the output matrix; [batch, time, width]."""
        batch, time, width = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(batch, time, 3 * self.heads, self.head_width)
        query_key, value = qkv.split((2 * self.heads, self.heads), 2)
        rotated = rotate(query_key, cos.to(qkv.dtype), sin.to(qkv.dtype))
        query, key = rotated.transpose(1, 2).chunk(2, 1)
        # Written out: at a few dozen positions this takes a fifth of the time of PyTorch's CPU kernel.
        scores = (query * self.head_width**-0.5) @ key.transpose(-1, -2)
        later = torch.ones(time, time, dtype=torch.bool).triu(1)
        shares = scores.float().masked_fill(later, float("-inf")).softmax(-1).to(value.dtype)
        mixed: Tensor = shares @ value.transpose(1, 2)
        return mixed.transpose(1, 2).reshape(batch, time, width)

    def finish(self, x: Tensor, mixed: Tensor) -> Tensor:
        """The layer's output from its input and `attend`; both may be any rows of the batch."""
        x = x + self.out(mixed)
        gate, up = self.gate_up(self.mlp_norm(x)).chunk(2, -1)
        result: Tensor = x + self.down(F.silu(gate) * up)
        return result

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        return self.finish(x, self.attend(x, cos, sin))

    if TYPE_CHECKING:
        __call__ = forward


class TinyLlama(nn.Module):
    """The decoder; `forward` gives logits at chosen rows of the flattened batch."""

    def __init__(self, shape: TinyShape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocab, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = RMSNorm(shape.width, shape.norm_eps)
        half = shape.head_width // 2
        self.frequencies = shape.rope_theta ** (-torch.arange(half, dtype=torch.float32) / half)
        self._initialise()

    def _initialise(self) -> None:
        nn.init.normal_(self.embedding.weight, std=0.02)
        for name, weight in self.blocks.named_parameters():
            if weight.ndim == 2:
                scale = 0.2 if name.endswith(("out.weight", "down.weight")) else 1.0
                nn.init.normal_(weight, std=scale * weight.shape[1] ** -0.5)

    def layers(self) -> list[Block]:
        """The blocks, typed."""
        return [block for block in self.blocks if isinstance(block, Block)]

    def forward(self, tokens: Tensor, rows: Tensor | None = None, positions: Tensor | None = None) -> Tensor:
        """Logits [rows, vocab].

        Args:
            tokens: [batch, time], right padded.
            rows: indices into the flattened batch x time; None for all of them.
            positions: [batch, time]; None counts from 0.
        """
        x = self.embedding(tokens)
        if positions is None:
            positions = torch.arange(tokens.shape[1]).unsqueeze(0)
        angles = (positions.unsqueeze(-1).float() * self.frequencies).unsqueeze(2)
        cos, sin = angles.cos(), angles.sin()
        *early, last = self.layers()
        for block in early:
            x = block(x, cos, sin)
        mixed = last.attend(x, cos, sin).flatten(0, 1)
        x = x.flatten(0, 1)
        if rows is not None:
            x, mixed = x[rows], mixed[rows]
        return F.linear(self.norm(last.finish(x, mixed)), self.embedding.weight)


def to_llama_weights(model_weights: Mapping[str, Tensor], shape: TinyShape) -> dict[str, Tensor]:
    """The weights under LlamaForCausalLM's names; the tied output matrix is left out."""
    weights = {
        "model.embed_tokens.weight": model_weights["embedding.weight"],
        "model.norm.weight": model_weights["norm.weight"],
    }
    for number in range(shape.layers):
        source, target = f"blocks.{number}.", f"model.layers.{number}."
        query, key, value = model_weights[source + "qkv.weight"].chunk(3)
        gate, up = model_weights[source + "gate_up.weight"].chunk(2)
        weights |= {
            target + "input_layernorm.weight": model_weights[source + "attention_norm.weight"],
            target + "post_attention_layernorm.weight": model_weights[source + "mlp_norm.weight"],
            target + "self_attn.q_proj.weight": query,
            target + "self_attn.k_proj.weight": key,
            target + "self_attn.v_proj.weight": value,
            target + "self_attn.o_proj.weight": model_weights[source + "out.weight"],
            target + "mlp.gate_proj.weight": gate,
            target + "mlp.up_proj.weight": up,
            target + "mlp.down_proj.weight": model_weights[source + "down.weight"],
        }
    return {name: weight.detach().contiguous() for name, weight in weights.items()}
