"""Measure products of few rows with a large weight: torch's plain one, and with the weight laid out by oneDNN.

    python bench/products.py

The shapes are those of a layer of the starter, eighteen layers of them, so that no weight is still in a cache when its
turn comes again, as in a step of decoding. Both ways take turns, float32, medians of the rounds. Then it is told for
which numbers of rows a row comes out otherwise than among 96, over these shapes and that of the vocabulary.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from translate.models.gemma.products import Product
from translate.util.threads import use_physical_cores

LAYERS, ROUNDS = 18, 7
SHAPES = ((1536, 640), (640, 1024), (4096, 640), (640, 2048))  # (outputs, inputs)
VOCABULARY = (74_290, 640)


def seconds(products: Sequence[tuple[Product, Tensor]], laid_out: bool, inputs: dict[int, Tensor]) -> float:
    start = time.perf_counter()
    for product, weight in products:
        x = inputs[weight.shape[1]]
        product(x) if laid_out else F.linear(x, weight)
    return time.perf_counter() - start


def differing(product: Callable[[Tensor], Tensor], inputs: int) -> set[int]:
    """Give the numbers of rows, to 32, with which a row is not the same to the bit as among 96."""
    x = torch.randn(96, inputs)
    together = product(x)
    return {rows for rows in range(1, 33) if not torch.equal(product(x[:rows].contiguous()), together[:rows])}


def main() -> None:
    """Print milliseconds of each way and their ratio."""
    use_physical_cores()
    weights = [torch.randn(shape) for _ in range(LAYERS) for shape in SHAPES]
    products = [(Product([weight], torch.float32), weight) for weight in weights]
    print(f"{torch.get_num_threads()} threads, torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}")
    with torch.inference_mode():
        for rows in (1, 2, 4, 8, 16, 32, 64, 256):
            inputs = {size: torch.randn(rows, size) for size in {weight.shape[1] for weight in weights}}
            taken: dict[bool, list[float]] = {False: [], True: []}
            for turn in range(ROUNDS + 1):
                for way, found in taken.items():
                    found.append(seconds(products, way, inputs))
                    if turn == 0:
                        found.clear()
            plain, laid = (1000 * statistics.median(found) for found in taken.values())
            print(f"{rows:4} rows: plain {plain:7.1f} ms, laid out {laid:7.1f} ms, {plain / laid:.2f}x")
        for weight in (*map(torch.randn, SHAPES), torch.randn(VOCABULARY)):
            plainly = differing(partial(F.linear, weight=weight), weight.shape[1])
            laid_out = differing(Product([weight], torch.float32), weight.shape[1])
            print(f"{tuple(weight.shape)}: rows that differ: plain {sorted(plainly)}, laid out {sorted(laid_out)}")


if __name__ == "__main__":
    main()
