"""Gemma 3's text model as this recipe trains it: frozen weights, low-rank factors beside them.

The factors (Hu et al. 2021, LoRA) are added to the weights once a step, so the forward pass is that of the plain model
and what is trained is what is shipped: a merged checkpoint in bfloat16. Only the backward pass sees the factors.
Weights that read the same input (queries, keys, values; gate and up) are one product. Layers are compiled. A row is
shorter than the sliding window, so all layers attend alike. Where bfloat16 is slow, the computing is in float32.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from translate.models.gemma.network import GLOBAL_EVERY, ROPE_GLOBAL, ROPE_LOCAL, native_dtype

Weights = dict[str, Tensor]

# Products of a layer: the modules whose weights are stacked in it.
PRODUCTS = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "out": ("self_attn.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}
NORMS = (
    "input_layernorm",
    "self_attn.q_norm",
    "self_attn.k_norm",
    "post_attention_layernorm",
    "pre_feedforward_layernorm",
    "post_feedforward_layernorm",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the sizes of the weights do not say, and the sizes of the stacked products."""

    heads: int
    head: int  # features of a head; keys and values have one head
    hidden: int
    inner: int

    @classmethod
    def of(cls, config: dict[str, Any]) -> Shape:
        """Read it from the fields of a `Gemma3TextConfig`.

        Raises:
            ValueError: the model has several heads of keys, which this network does not do.
        """
        if config["num_key_value_heads"] != 1 or config["query_pre_attn_scalar"] != config["head_dim"]:
            raise ValueError("Only Gemma 3 models with one head of keys, scaled by its size, can be trained here.")
        sizes = ("num_attention_heads", "head_dim", "hidden_size", "intermediate_size")
        return cls(*(config[name] for name in sizes))

    def outputs(self, product: str) -> tuple[int, ...]:
        """Return the rows of each part of a product of `PRODUCTS`."""
        return {
            "qkv": (self.heads * self.head, self.head, self.head),
            "out": (self.hidden,),
            "gate_up": (self.inner, self.inner),
            "down": (self.hidden,),
        }[product]


def fast_dtype(device: torch.device) -> torch.dtype:
    """Return what to multiply in: bfloat16 on a GPU and on a processor that has it, else float32."""
    return native_dtype() if device.type == "cpu" else torch.bfloat16


class _Adapted(torch.autograd.Function):
    """A product with merged weights whose gradient goes to the factors of each stacked part."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, weight: Tensor, a: Tensor, b: Tensor, sizes: tuple[int, ...], scale: float
    ) -> Tensor:
        ctx.save_for_backward(x, weight, a, b)
        ctx.sizes, ctx.scale = sizes, scale
        return F.linear(x, weight)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        x, weight, a, b = ctx.saved_tensors
        (grad,) = grads
        rank = b.shape[1]
        low = F.linear(x, a.to(x.dtype))
        into_low, grad_b = [], []
        start = 0
        for part, size in enumerate(ctx.sizes):
            piece = grad[:, start : start + size]
            grad_b.append(piece.T @ low[:, part * rank : (part + 1) * rank])
            into_low.append(piece @ b[start : start + size].to(x.dtype))
            start += size
        grad_a = torch.cat(into_low, dim=1).T @ x
        return grad @ weight, None, grad_a.float() * ctx.scale, torch.cat(grad_b).float() * ctx.scale, None, None


class _HeadLoss(torch.autograd.Function):
    """What `head_loss` is; the logits are never whole."""

    SLICE = 512

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, labels: Tensor, table: Tensor, smoothing: float) -> Tensor:
        grad = torch.empty_like(hidden)
        grad_table = torch.zeros_like(table, dtype=torch.float32) if ctx.needs_input_grad[2] else None
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        for at in range(0, len(hidden), _HeadLoss.SLICE):
            h, y = hidden[at : at + _HeadLoss.SLICE], labels[at : at + _HeadLoss.SLICE]
            logits = F.linear(h, table).float()
            norm = logits.logsumexp(1)
            right = logits.gather(1, y[:, None])[:, 0]
            total += (norm - (1 - smoothing) * right - smoothing * logits.mean(1)).sum()
            p = logits.sub_(norm[:, None]).exp_().sub_(smoothing / table.shape[0])
            p.scatter_add_(1, y[:, None], p.new_full((len(y), 1), smoothing - 1))
            p = p.to(h.dtype)
            grad[at : at + _HeadLoss.SLICE] = p @ table
            if grad_table is not None:
                grad_table += p.T @ h
        ctx.save_for_backward(grad, grad_table)
        return total

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        grad, grad_table = ctx.saved_tensors
        into_table = None if grad_table is None else (grad_table * grads[0]).to(grad.dtype)
        return grad * grads[0].to(grad.dtype), None, into_table, None


def head_loss(hidden: Tensor, labels: Tensor, table: Tensor, smoothing: float) -> Tensor:
    """Return the summed cross entropy over a vocabulary, made a slice of tokens at a time.

    `hidden` is (tokens, hidden), `labels` (tokens), `table` (vocabulary, hidden) in the dtype of `hidden`; `smoothing`
    is the weight of label smoothing. The table has a gradient only if it is trained.
    """
    total: Tensor = _HeadLoss.apply(hidden, labels, table, smoothing)  # type: ignore[no-untyped-call]
    return total


def _norm(x: Tensor, weight: Tensor) -> Tensor:
    wide = x.float()
    return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + 1e-6) * (1 + weight)).to(x.dtype)


def _turn(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin


@dataclass(frozen=True, slots=True)
class Rows:
    """Packed sequences, (rows, width) each: tokens, positions in their sequence, its number, labels (-100: none)."""

    tokens: Tensor
    positions: Tensor
    sequence: Tensor
    labels: Tensor

    def to(self, device: torch.device) -> Rows:
        """Return the same on another device."""
        return Rows(*(one.to(device) for one in (self.tokens, self.positions, self.sequence, self.labels)))


def _layer(
    x: Tensor,
    norms: list[Tensor],
    products: list[tuple[Tensor, Tensor, Tensor]],
    turning: tuple[Tensor, Tensor],
    mask: Tensor,
    scale: float,
    of: Shape,
) -> Tensor:
    rows, width, _ = mask.shape
    heads, size = of.heads, of.head
    sizes = [of.outputs(name) for name in PRODUCTS]

    def product(number: int, value: Tensor) -> Tensor:
        found: Tensor = _Adapted.apply(value, *products[number], sizes[number], scale)  # type: ignore[no-untyped-call]
        return found

    y = product(0, _norm(x, norms[0])).view(rows, width, heads + 2, size)
    q = _turn(_norm(y[:, :, :heads], norms[1]), *turning)
    k = _turn(_norm(y[:, :, heads : heads + 1], norms[2]), *turning)
    v = y[:, :, heads + 1 :]
    shape = (rows, heads, width, size)
    z = F.scaled_dot_product_attention(
        q.transpose(1, 2),
        k.transpose(1, 2).expand(shape),
        v.transpose(1, 2).expand(shape),
        attn_mask=mask[:, None],
        scale=size**-0.5,
    )
    x = x + _norm(product(1, z.transpose(1, 2).reshape(rows * width, heads * size)), norms[3])
    gate, up = product(2, _norm(x, norms[4])).chunk(2, -1)
    return x + _norm(product(3, F.gelu(gate, approximate="tanh") * up), norms[5])


class Network:
    """The model and its factors; `factors` maps a module's name with `.A` or `.B` behind it to what is trained."""

    def __init__(
        self, base: Weights, factors: Weights, config: dict[str, Any], *, scale: float, compiled: bool = True
    ) -> None:
        """Take the base's weights (transformers' names), factors of one rank, and the fields of its config."""
        self.scale, self.shape = scale, Shape.of(config)
        self.layers = 1 + max(int(name.split(".")[2]) for name in base if name.startswith("model.layers."))
        self.dtype = fast_dtype(base["model.embed_tokens.weight"].device)
        self.table = base["model.embed_tokens.weight"].to(self.dtype)
        self.last = base["model.norm.weight"].float()
        self.norms = [[base[f"model.layers.{n}.{m}.weight"].float() for m in NORMS] for n in range(self.layers)]
        self.stacks: dict[tuple[int, str], tuple[Tensor, Tensor, Tensor]] = {}
        self.names: dict[tuple[int, str], list[str]] = {}
        for n in range(self.layers):
            for product, modules in PRODUCTS.items():
                names = [f"model.layers.{n}.{module}" for module in modules]
                self.names[n, product] = names
                weight = torch.cat([base[f"{name}.weight"].float() for name in names])
                a = torch.cat([factors[f"{name}.A"].float() for name in names]).requires_grad_()
                b = torch.cat([factors[f"{name}.B"].float() for name in names]).requires_grad_()
                self.stacks[n, product] = (weight, a, b)
        self.merged = {key: weight.to(self.dtype, copy=True) for key, (weight, _, _) in self.stacks.items()}
        self.step: Callable[..., Tensor] = torch.compile(_layer, dynamic=False) if compiled else _layer
        self.turns: dict[int, list[tuple[Tensor, Tensor]]] = {}

    def parameters(self) -> list[Tensor]:
        """Return what is trained."""
        return [factor for _, a, b in self.stacks.values() for factor in (a, b)]

    def factors(self) -> Weights:
        """Return the factors by the module's name."""
        found = {}
        for key, (_, a, b) in self.stacks.items():
            names = self.names[key]
            rank = b.shape[1]
            start = 0
            for part, name in enumerate(names):
                size = self.shape.outputs(key[1])[part]
                found[f"{name}.A"] = a.detach()[part * rank : (part + 1) * rank].clone()
                found[f"{name}.B"] = b.detach()[start : start + size].clone()
                start += size
        return found

    @torch.no_grad()
    def merge(self) -> None:
        """Add the factors to the weights; call it after each step of the optimiser."""
        for key, (weight, a, b) in self.stacks.items():
            rank, start = b.shape[1], 0
            for part, size in enumerate(self.shape.outputs(key[1])):
                rows = slice(start, start + size)
                sum_ = torch.addmm(weight[rows], b[rows], a[part * rank : (part + 1) * rank], alpha=self.scale)
                self.merged[key][rows] = sum_
                start += size

    @torch.no_grad()
    def checkpoint(self, dtype: torch.dtype = torch.bfloat16) -> Weights:
        """Return the merged weights under transformers' names."""
        self.merge()
        found = {"model.embed_tokens.weight": self.table.to(dtype), "model.norm.weight": self.last.to(dtype)}
        for n in range(self.layers):
            for norm, weight in zip(NORMS, self.norms[n], strict=True):
                found[f"model.layers.{n}.{norm}.weight"] = weight.to(dtype)
        for key, weight in self.merged.items():
            start = 0
            for part, name in enumerate(self.names[key]):
                size = self.shape.outputs(key[1])[part]
                found[f"{name}.weight"] = weight[start : start + size].to(dtype, copy=True)
                start += size
        return found

    def _turning(self, positions: Tensor) -> list[tuple[Tensor, Tensor]]:
        turns = []
        for base in (ROPE_LOCAL, ROPE_GLOBAL):
            size = self.shape.head
            rate = base ** -(torch.arange(0, size, 2, dtype=torch.float32, device=positions.device) / size)
            angle = positions[..., None].float() * rate
            angle = torch.cat((angle, angle), -1)[:, :, None]
            turns.append((angle.cos().to(self.dtype), angle.sin().to(self.dtype)))
        return turns

    def loss(self, rows: Rows, smoothing: float = 0.05) -> tuple[Tensor, int]:
        """Return the summed loss of the labelled tokens, and how many they are."""
        rows = rows.to(self.table.device)
        mask = (rows.sequence[:, :, None] == rows.sequence[:, None, :]).tril_()
        x = self.table[rows.tokens.flatten()]
        x = x * torch.tensor(x.shape[-1] ** 0.5, dtype=x.dtype)
        turns = self._turning(rows.positions)
        for n in range(self.layers):
            products = [(self.merged[n, name], *self.stacks[n, name][1:]) for name in PRODUCTS]
            turning = turns[1 if (n + 1) % GLOBAL_EVERY == 0 else 0]
            x = self.step(x, self.norms[n], products, turning, mask, self.scale, self.shape)
        labels = rows.labels.flatten()
        wanted = (labels >= 0).nonzero()[:, 0]
        hidden = _norm(x[wanted], self.last)
        return head_loss(hidden, labels[wanted], self.table, smoothing), len(wanted)
