"""The same weights as the model class that other tools read: for conversion, and to compare with."""

from __future__ import annotations

from typing import Any

from translate.models.gemma.network import Gemma


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
