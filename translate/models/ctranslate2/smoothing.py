"""Makes a Gemma 3 model lose less in int8: ranges are moved from what flows through it to its weights.

SmoothQuant (Xiao et al. 2023, https://arxiv.org/abs/2211.10438). A few channels of what a layer reads are far larger
than the others, and with one scale a row they leave the others few of the 255 steps. Each channel is divided by a
factor where it is made and multiplied by it in the weights that read it: exactly the same function, of other ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor

_ALPHA = 0.5  # how much of the range moves: 0 nothing, 1 all of it
_LEAST = 1e-5  # the smallest range; a channel may be silent in a few sentences


def smooth(model: Any, texts: Iterable[Sequence[int]]) -> None:
    """Change the float32 weights of a `Gemma3ForCausalLM` in place; `texts` are token ids like those it will read."""
    with torch.inference_mode():
        read = _ranges(model, texts)
        config = model.config
        by_value = (-1, config.num_attention_heads // config.num_key_value_heads, config.head_dim)
        for layer in model.model.layers:
            attention, mlp = layer.self_attn, layer.mlp
            _after_norm(layer.input_layernorm, [attention.q_proj, attention.k_proj, attention.v_proj], read)
            _after_norm(layer.pre_feedforward_layernorm, [mlp.gate_proj, mlp.up_proj], read)
            _after_linear(mlp.up_proj, mlp.down_proj, read, lambda channels: channels[None])
            # Several heads read the same values, one after another for each head of keys.
            _after_linear(attention.v_proj, attention.o_proj, read, lambda c: c.reshape(by_value).transpose(0, 1))
        # The output layer has the weights of the embedding, which must stay as they are.
        model.lm_head.weight = torch.nn.Parameter(model.lm_head.weight.clone(), requires_grad=False)
        _after_norm(model.model.norm, [model.lm_head], read)


def _ranges(model: Any, texts: Iterable[Sequence[int]]) -> dict[Any, Tensor]:
    """Return the largest absolute value of each channel that each linear layer reads."""
    found: dict[Any, Tensor] = {}

    def watch(layer: Any, inputs: tuple[Tensor]) -> None:
        most = inputs[0].abs().flatten(0, -2).amax(0)
        found[layer] = torch.maximum(found[layer], most) if layer in found else most

    hooks = [part.register_forward_pre_hook(watch) for part in model.modules() if isinstance(part, torch.nn.Linear)]
    for ids in texts:
        model(input_ids=torch.tensor([list(ids)]), use_cache=False)
    for hook in hooks:
        hook.remove()
    return found


def _factors(read: Tensor, weights: Tensor) -> Tensor:
    """Return the factor of each channel; their geometric mean is 1."""
    factors = read.clamp(min=_LEAST) ** _ALPHA / weights.clamp(min=_LEAST) ** (1 - _ALPHA)
    return factors / factors.log().mean().exp()


def _after_norm(norm: Any, layers: Sequence[Any], read: dict[Any, Tensor]) -> None:
    factors = _factors(read[layers[0]], torch.stack([layer.weight.abs().amax(0) for layer in layers]).amax(0))
    norm.weight.copy_((1 + norm.weight) / factors - 1)  # Gemma's norms multiply by 1 + w
    for layer in layers:
        layer.weight.mul_(factors)


def _after_linear(made: Any, reader: Any, read: dict[Any, Tensor], by_output: Callable[[Tensor], Tensor]) -> None:
    """Move ranges between two linear layers; `by_output` gives the channels read as rows of all outputs of `made`."""
    outputs = len(made.weight)
    largest = by_output(read[reader]).reshape(-1, outputs).amax(0)
    factors = _factors(largest, by_output(reader.weight.abs().amax(0)).reshape(-1, outputs).amax(0))
    made.weight.div_(factors[:, None])
    like = by_output(torch.arange(reader.weight.shape[1])).reshape(-1, outputs)
    for columns in like:
        reader.weight[:, columns] *= factors
