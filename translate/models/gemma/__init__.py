"""Decoder-only models in torch: hypotheses from a Gemma 3 checkpoint.

Batching must not change a translation, or a resumed run would differ from an uninterrupted one.
So decoding is done here rather than by `generate`, which pads every row to its longest neighbour and keeps finished
rows to the end. A row's padding depends on the row alone: prompts are read in groups of equal width, and at each step a
row attends over its own length, rounded up. What is left is that a kernel must treat a row alike however many rows
there are: `products` knows how, and from how many rows on. Finished rows leave and waiting ones take their place,
longest first.

`continuation` is common to every runtime, `model` the loop over batches, `search` the choice of the next tokens,
`cache` the keys and values, `network` the network, `products` its matrix products. Only `continuation` needs no torch,
so only it can be imported from here.
"""

from translate.models.gemma.continuation import Continuation, Row

__all__ = ["Continuation", "Row"]
