"""The network of Gemma 3: prompts to keys and values, and a decoding step from tokens to logits.

It is implemented here because a library's model lacks: attention over each row's own width, one product for matrices
that share an input, and a start without the two seconds for importing a library.
The architecture is that of the technical report (Gemma Team 2025, https://arxiv.org/abs/2503.19786, section 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from translate.errors import DamagedModel
from translate.models.gemma.cache import Cache, Prompts
from translate.models.gemma.products import Product, packs

Groups = Sequence[tuple[int, int, int]]  # rows from, rows to, the width they attend over

GLOBAL_EVERY = 6  # every sixth layer attends to everything, the others to a window
ROPE_GLOBAL, ROPE_LOCAL = 1_000_000.0, 10_000.0
_NORMS = (
    "input_layernorm",
    "post_attention_layernorm",
    "pre_feedforward_layernorm",
    "post_feedforward_layernorm",
    "self_attn.q_norm",
    "self_attn.k_norm",
)


def native_dtype() -> torch.dtype:
    """Return bfloat16 where the processor multiplies in it, which is faster, else float32."""
    # torch has no public way to ask (2.13); without AVX512-BF16 or AMX, bfloat16 is slower than float32.
    checks = (getattr(torch.cpu, f"_is_{name}_supported", None) for name in ("avx512_bf16", "amx_tile"))
    return torch.bfloat16 if any(ask is not None and ask() for ask in checks) else torch.float32


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer: its products, and the weights of its norms in float32, with the 1 that Gemma adds to them."""

    number: int
    near: bool  # attends to a window only
    before_attention: Tensor
    qkv: Product
    heads: Tensor  # (heads, size): the norms of queries and keys
    out: Product
    after_attention: Tensor
    before_mlp: Tensor
    gate_up: Product
    down: Product
    after_mlp: Tensor


class Gemma:
    """A Gemma 3 text model for inference.

    `config` are fields of a `Gemma3TextConfig`; `weights` its weights by the names transformers gives them.
    """

    def __init__(
        self, config: Mapping[str, Any], weights: Mapping[str, Tensor], dtype: torch.dtype | None = None
    ) -> None:
        """Take both; the weights are of one dtype, in which is computed unless another is given.

        Raises:
            DamagedModel: weights are missing, or are not of the shapes that the configuration says.
        """
        self.config = dict(config)
        self.window: int = config["sliding_window"]
        self._queries, self._keys = config["num_attention_heads"], config["num_key_value_heads"]
        self._size, self._scaling = config["head_dim"], config["query_pre_attn_scalar"] ** -0.5
        self._epsilon: float = config.get("rms_norm_eps", 1e-6)
        self.weights = dict(weights)
        _check(self.weights, self._shapes())
        self._table = self.weights["model.embed_tokens.weight"]
        self.dtype = dtype or self._table.dtype
        self._scale = torch.tensor(config["hidden_size"] ** 0.5, dtype=self.dtype)
        self.head = self.weights.pop("lm_head.weight", self._table)  # (vocabulary, hidden): what logits are made with
        self._logits = Product([self.head], self.dtype)
        self._norm = self._one_more("model.norm")
        self._layers = [self._layer(number) for number in range(config["num_hidden_layers"])]
        powers = torch.arange(0, self._size, 2, dtype=torch.float) / self._size
        self._frequencies = {True: ROPE_LOCAL**-powers, False: ROPE_GLOBAL**-powers}  # by `_Layer.near`

    def read(self, tokens: Tensor) -> Prompts:
        """Return keys and values of prompts, whose `tokens` (rows, width) all begin at position 0."""
        width = tokens.shape[1]
        place = torch.arange(width)
        near = None  # the plain causal mask
        if width > self.window:
            near = (place[:, None] >= place) & (place[:, None] - place < self.window)
        made = Prompts()
        x, turns = self._embed(tokens), self._turns(place[None])
        for layer in self._layers:
            queries, keys, values = self._project(layer, x, turns[layer.near])
            made.update(keys, values, layer.number)
            if layer is self._layers[-1]:
                break  # what it would write goes nowhere
            mask = near if layer.near else None
            seen = F.scaled_dot_product_attention(
                queries, keys, values, mask, is_causal=mask is None, scale=self._scaling, enable_gqa=True
            )
            x = self._rest(layer, x, seen.transpose(1, 2).flatten(2))
        return made

    def step(self, tokens: Tensor, cache: Cache, groups: Groups) -> Tensor:
        """Return the logits (rows, vocabulary), float32, of what follows `tokens` (rows), which go into the cache."""
        place = torch.arange(max(width for _, _, width in groups))
        ages = cache.lengths[:, None] - place
        masks = {False: self._hiding(ages < 0)}
        far = ages >= self.window
        masks[True] = self._hiding((ages < 0) | far) if bool(far.any()) else masks[False]
        x, turns = self._embed(tokens[:, None]), self._turns(cache.lengths[:, None])
        for layer in self._layers:
            queries, keys, values = self._project(layer, x, turns[layer.near])
            keys, values = cache.update(keys, values, layer.number)
            # There is one place, so the heads that share keys can stand as if they were places: nothing is repeated.
            grouped = queries.view(len(x), self._keys, -1, self._size)
            seen = [
                F.scaled_dot_product_attention(
                    grouped[a:b], keys[a:b, :, :width], values[a:b, :, :width], masks[layer.near][a:b, ..., :width],
                    scale=self._scaling,
                )
                for a, b, width in groups
            ]  # fmt: skip
            x = self._rest(layer, x, torch.cat(seen).view(len(x), 1, -1))
        return self._logits(self._normed(x[:, 0], self._norm)).float()

    def _embed(self, tokens: Tensor) -> Tensor:
        return F.embedding(tokens, self._table).to(self.dtype) * self._scale

    def _turns(self, places: Tensor) -> dict[bool, tuple[Tensor, Tensor]]:
        """Return cosines and sines of the rotary embedding (Su et al. 2021), (rows, width, 1, size) each."""
        found = {}
        for near, frequencies in self._frequencies.items():
            angles = (places[..., None].float() * frequencies).repeat(1, 1, 2)[:, :, None]
            found[near] = angles.cos().to(self.dtype), angles.sin().to(self.dtype)
        return found

    def _project(self, layer: _Layer, x: Tensor, turn: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Return queries, keys and values, (rows, heads, width, size) each."""
        rows, width, _ = x.shape
        made = layer.qkv(self._normed(x, layer.before_attention)).view(rows, width, -1, self._size)
        turning = self._normed(made[:, :, : -self._keys], layer.heads)
        half = self._size // 2
        cos, sin = turn
        turning = turning * cos + torch.cat((-turning[..., half:], turning[..., :half]), -1) * sin
        queries, keys = torch.split(turning.transpose(1, 2), [self._queries, self._keys], 1)
        return queries, keys, made[:, :, -self._keys :].transpose(1, 2)

    def _rest(self, layer: _Layer, x: Tensor, seen: Tensor) -> Tensor:
        x = x + self._normed(layer.out(seen), layer.after_attention)
        gate, up = layer.gate_up(self._normed(x, layer.before_mlp)).chunk(2, -1)
        made = layer.down(F.gelu(gate, approximate="tanh") * up)
        return x + self._normed(made, layer.after_mlp)

    def _normed(self, x: Tensor, weight: Tensor) -> Tensor:
        """Normalise over the last dimension (Zhang and Sennrich 2019, RMSNorm), in float32."""
        return (F.rms_norm(x.float(), x.shape[-1:], None, self._epsilon) * weight).to(x.dtype)

    def _hiding(self, hidden: Tensor) -> Tensor:
        """Return a mask (rows, 1, 1, width) to add to scores."""
        return torch.zeros(hidden.shape, dtype=self.dtype).masked_fill_(hidden, -torch.inf)[:, None, None]

    def _shapes(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Return the name and the shape of each weight there must be."""
        hidden, inner = self.config["hidden_size"], self.config["intermediate_size"]
        queries, keys = self._queries * self._size, self._keys * self._size
        yield "model.embed_tokens.weight", (self.config["vocab_size"], hidden)
        yield "model.norm.weight", (hidden,)
        made = {"q": queries, "k": keys, "v": keys}
        for number in range(self.config["num_hidden_layers"]):
            start = f"model.layers.{number}."
            for name, size in made.items():
                yield f"{start}self_attn.{name}_proj.weight", (size, hidden)
            yield f"{start}self_attn.o_proj.weight", (hidden, queries)
            yield f"{start}mlp.gate_proj.weight", (inner, hidden)
            yield f"{start}mlp.up_proj.weight", (inner, hidden)
            yield f"{start}mlp.down_proj.weight", (hidden, inner)
            for name in _NORMS:
                yield f"{start}{name}.weight", (self._size if name.startswith("self_attn") else hidden,)

    def _layer(self, number: int) -> _Layer:
        start = f"model.layers.{number}."
        before, after, before_mlp, after_mlp, query, key = (self._one_more(start + name) for name in _NORMS)
        return _Layer(
            number=number,
            near=(number + 1) % GLOBAL_EVERY > 0,
            before_attention=before,
            qkv=self._product(start, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
            heads=torch.cat((query.expand(self._queries, -1), key.expand(self._keys, -1))),
            out=self._product(start, "self_attn.o_proj"),
            after_attention=after,
            before_mlp=before_mlp,
            gate_up=self._product(start, "mlp.gate_proj", "mlp.up_proj"),
            down=self._product(start, "mlp.down_proj"),
            after_mlp=after_mlp,
        )

    def _one_more(self, name: str) -> Tensor:
        return 1 + self.weights[f"{name}.weight"].float()

    def _product(self, start: str, *modules: str) -> Product:
        """Return the product with the weights of modules that read the same input."""
        names = [f"{start}{module}.weight" for module in modules]
        parts = [self.weights[name] for name in names]
        if len(parts) > 1 and self.dtype is self._table.dtype and not packs(self.dtype):
            # The weights become views of what the product has: nothing is kept twice.
            sizes, parts = [len(part) for part in parts], [torch.cat(parts)]
            self.weights.update(zip(names, torch.split(parts[0], sizes), strict=True))
        return Product(parts, self.dtype)


def _check(weights: Mapping[str, Tensor], wanted: Iterator[tuple[str, tuple[int, ...]]]) -> None:
    known = {"lm_head.weight"}
    for name, shape in wanted:
        known.add(name)
        if name not in weights:
            problem = f"{name} is missing"
        elif tuple(weights[name].shape) != shape:
            problem = f"{name} is {tuple(weights[name].shape)}, not {shape}"
        else:
            continue
        raise DamagedModel(f"The weights do not fit the configuration: {problem}. Get the model again.")
    if unknown := sorted(weights.keys() - known):
        raise DamagedModel(f"The weights do not fit the configuration: it has no {unknown[0]}. Get the model again.")


def as_transformers(network: Gemma) -> Any:
    """Return a `Gemma3ForCausalLM` that computes as the network does.

    Where the weights are of the type it computes in, it shares them: what changes one changes both.
    """
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig
    from transformers.initialization import no_init_weights

    with no_init_weights():
        model: Any = Gemma3ForCausalLM(Gemma3TextConfig(**network.config))
    weights = {name: weight.to(network.dtype) for name, weight in network.weights.items()}
    table = "model.embed_tokens.weight"
    head = weights[table] if network.head is network.weights[table] else network.head.to(network.dtype)
    model.load_state_dict({**weights, "lm_head.weight": head}, strict=True, assign=True)
    model.tie_weights()
    return model.eval()
