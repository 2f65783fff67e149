"""Write a trained adapter as the package ships it: bfloat16 factors, cut to what the size allows.

    python -m training.export FOLDER/adapter.safetensors [ANOTHER ...] --rank 62 --out adapter.safetensors

Several adapters, the ends of runs that went on from each other, are averaged first (Wortsman et al. 2022, model soups).
Each product B A is cut to its largest singular values (Eckart and Young 1936: the nearest product of that rank), and
what the cut leaves out is printed as a share of the product's Frobenius norm.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor


def cut(a: Tensor, b: Tensor, rank: int) -> tuple[Tensor, Tensor, float]:
    """Return factors of at most `rank` for the product B A of shape (outputs, inputs), and the share they leave out."""
    q_b, r_b = torch.linalg.qr(b.double())
    q_a, r_a = torch.linalg.qr(a.double().T)
    left, values, right = torch.linalg.svd(r_b @ r_a.T)
    lost = float((values[rank:].square().sum() / values.square().sum()).sqrt())
    root = values[:rank].sqrt()
    return (root[:, None] * (q_a @ right.T[:, :rank]).T).float(), (q_b @ left[:, :rank] * root).float(), lost


def averaged(adapters: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return factors whose products are the mean of those of the adapters; their ranks, which may differ, add up.

    Raises:
        ValueError: they are not of the same modules.
    """
    if any(adapter.keys() != adapters[0].keys() for adapter in adapters):
        raise ValueError("The adapters are not of the same modules; a mean takes the ends of runs on one base.")
    made = {}
    for name in adapters[0]:
        parts = [adapter[name].float() for adapter in adapters]
        made[name] = torch.cat(parts) if name.endswith(".A") else torch.cat(parts, 1) / len(parts)
    return made


def main() -> None:
    """Average, cut, round and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("adapters", type=Path, nargs="+")
    parser.add_argument("--rank", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    factors = averaged([load_file(path) for path in asked.adapters])
    made, losses = {}, []
    for name in sorted(factor.removesuffix(".A") for factor in factors if factor.endswith(".A")):
        a, b, lost = cut(factors[f"{name}.A"], factors[f"{name}.B"], asked.rank)
        made[f"{name}.A"], made[f"{name}.B"] = a.to(torch.bfloat16).contiguous(), b.to(torch.bfloat16).contiguous()
        losses.append(lost)
    save_file(made, asked.out)
    size = asked.out.stat().st_size / 1e6
    mean = sum(losses) / len(losses)
    print(f"{asked.out}: {size:.1f} MB, rank {asked.rank}; left out: mean {mean:.4f}, most {max(losses):.4f}")


if __name__ == "__main__":
    main()
