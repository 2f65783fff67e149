"""Write a trained adapter as the package ships it: bfloat16 factors, cut to what the size allows.

    python -m training.export FOLDER/adapter.safetensors --rank 62 --out adapter.safetensors

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
    """Give factors of at most `rank` for the product B A of shape (outputs, inputs), and the share they leave out."""
    q_b, r_b = torch.linalg.qr(b.double())
    q_a, r_a = torch.linalg.qr(a.double().T)
    left, values, right = torch.linalg.svd(r_b @ r_a.T)
    lost = float((values[rank:].square().sum() / values.square().sum()).sqrt())
    root = values[:rank].sqrt()
    return (root[:, None] * (q_a @ right.T[:, :rank]).T).float(), (q_b @ left[:, :rank] * root).float(), lost


def main() -> None:
    """Cut, round and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("adapter", type=Path)
    parser.add_argument("--rank", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    factors = load_file(asked.adapter)
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
