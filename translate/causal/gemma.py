"""The network of Gemma 3 around weights that are given, with attention over each row's own width."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from translate.errors import DamagedModel

_ATTENTION = "warta-rows"


def native_dtype() -> torch.dtype:
    """Give bfloat16 where the processor multiplies in it, which is faster, else float32."""
    # torch has no public way to ask (2.13); without AVX512-BF16 or AMX, bfloat16 is slower than float32.
    asked = (getattr(torch.cpu, f"_is_{name}_supported", None) for name in ("avx512_bf16", "amx_tile"))
    return torch.bfloat16 if any(ask is not None and ask() for ask in asked) else torch.float32


def build(config: dict[str, Any], weights: dict[str, Tensor]) -> Any:
    """Make the model around the weights, which are not copied.

    Raises:
        DamagedModel: weights are missing, or are not of the shapes that the configuration says.
    """
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig
    from transformers.initialization import no_init_weights
    from transformers.integrations.sdpa_attention import sdpa_attention_forward
    from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, sdpa_mask
    from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

    def attend(
        module: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, groups: Any = None, **rest: Any
    ) -> tuple[Tensor, None]:
        """Attend as transformers does, but each group of rows (first, end, width) over its own width."""
        if groups is None:
            return sdpa_attention_forward(module, query, key, value, mask, **rest)
        assert mask is not None
        parts = []
        for a, b, width in groups:
            keys, values, seen = key[a:b, :, :width], value[a:b, :, :width], mask[a:b, ..., :width]
            parts.append(sdpa_attention_forward(module, query[a:b], keys, values, seen, **rest)[0])
        return torch.cat(parts), None

    ALL_ATTENTION_FUNCTIONS.register(_ATTENTION, attend)
    ALL_MASK_ATTENTION_FUNCTIONS.register(_ATTENTION, sdpa_mask)
    weights.setdefault("lm_head.weight", weights["model.embed_tokens.weight"])
    with no_init_weights():
        model: Any = Gemma3ForCausalLM(Gemma3TextConfig(**{**config, "attn_implementation": _ATTENTION}))
    try:
        model.load_state_dict(weights, strict=True, assign=True)
    except RuntimeError as error:
        first = " ".join(str(error).split())[:300]
        raise DamagedModel(f"The weights do not fit the configuration: {first}. Get the model again.") from error
    model.tie_weights()
    return model.eval()
