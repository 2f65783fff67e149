"""The same weights as the model class that other tools read: for conversion, and to compare with."""

from __future__ import annotations

from typing import Any

from translate.causal.gemma import Gemma


def as_transformers(network: Gemma) -> Any:
    """Give a `Gemma3ForCausalLM` that shares the network's weights; what changes one changes both."""
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig
    from transformers.initialization import no_init_weights

    with no_init_weights():
        model: Any = Gemma3ForCausalLM(Gemma3TextConfig(**network.config))
    model.load_state_dict({**network.weights, "lm_head.weight": network.head}, strict=True, assign=True)
    model.tie_weights()
    return model.eval()
