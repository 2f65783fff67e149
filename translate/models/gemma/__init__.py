"""Decoder-only models in torch: hypotheses from a Gemma 3 checkpoint.

What is batched with what must not change a translation, or a run that is resumed would differ from one that was not.
So decoding is done here rather than by `generate`, which pads every row to its longest neighbour and keeps finished
rows to the end. A row's padding depends on the row alone: prompts are read in groups of equal width, and at each step a
row attends over its own length, rounded up. What is left is that a kernel must treat a row alike however many rows
there are: `products` knows how, and from how many rows on. Finished rows leave and waiting ones take their place,
longest first.

`continuation` is what every runtime shares, `model` the loop over batches, `search` how the next tokens are chosen,
`cache` the keys and values, `gemma` the network, `products` its products, `convertible` the same weights for other
tools. What every runtime shares needs no torch, so it alone is here to be imported.
"""

from translate.models.gemma.continuation import Continuation, Row

__all__ = ["Continuation", "Row"]
