"""A bar chart as SVG, for bench/speed.py."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape


def bars(title: str, values: Mapping[str, float]) -> str:
    """Give an SVG with a horizontal bar for each value, which is written beside it."""
    most, lines = max(values.values()), []
    for row, (name, value) in enumerate(values.items()):
        y, width = 50 + 34 * row, 380 * value / most
        lines += [
            f'<text x="150" y="{y + 16}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="160" y="{y}" width="{width:.0f}" height="22" fill="#2a6f97"/>',
            f'<text x="{168 + width:.0f}" y="{y + 16}">{value:.1f}</text>',
        ]
    height = 64 + 34 * len(values)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {height}"',
            ' font-family="sans-serif" font-size="14">',
            f'<rect width="600" height="{height}" fill="white"/>',
            f'<text x="20" y="28" font-size="16" font-weight="bold">{escape(title)}</text>',
            *lines,
            "</svg>\n",
        ]
    )
