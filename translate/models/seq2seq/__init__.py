"""Encoder-decoder models in torch: load a checkpoint from a folder, count tokens, translate in batches.

`loading` reads a folder and refuses what is damaged, `checkpoint` translates.
"""

from translate.models.seq2seq.checkpoint import TOKENS_A_BATCH, Checkpoint, batches
from translate.models.seq2seq.loading import describe, load, loading, sized_config
from translate.models.seq2seq.silence import quiet

__all__ = ["TOKENS_A_BATCH", "Checkpoint", "batches", "describe", "load", "loading", "quiet", "sized_config"]
