"""Bar charts as SVG, for bench/speed.py."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from speed_records import GROUPS, Figures

LEFT, WIDTH, ROW = 210, 380, 26
Sections = Mapping[str, Mapping[str, float]]


def plots(figures: Figures, folder: Path) -> list[str]:
    """Write a chart of each measurement; return their names."""
    charts: dict[str, str] = {}
    ways = [
        ("speed", "Words a second", "words"),
        ("speed-tokens", "Target tokens a second", "tokens"),
        ("speed-memory", "Peak memory, MB", "peak"),
        ("speed-load", "Load time with the imports, s", "load"),
    ]
    for name, title, field in ways:
        sections = {
            GROUPS[group].split(":")[0]: {result.label: getattr(result, field) for result in figures.of(group)}
            for group in GROUPS
            if figures.of(group)
        }
        charts[name] = bars(title, sections)
    labels = dict.fromkeys(run.label for run in figures.wholes)
    for name, title in (("speed-articles", "Seconds an article"), ("speed-articles-memory", "Peak memory, MB")):
        sections = {
            label: {
                f"{run.articles:,} articles": run.peak if "memory" in name else run.seconds / run.articles
                for run in figures.wholes
                if run.label == label
            }
            for label in labels
        }
        if sections:
            charts[name] = bars(f"warta batch: {title}", sections)
    for name, chart in charts.items():
        (folder / f"{name}.svg").write_text(chart, encoding="utf-8")
    return list(charts)


def bars(title: str, sections: Sections) -> str:
    """Return an SVG with sections of horizontal bars, each section on a scale of its own, Warta's bars in blue."""
    y, lines = 50, []
    for heading, values in sections.items():
        most = max(values.values()) or 1.0
        lines.append(f'<text x="20" y="{y + 15}" font-weight="bold">{escape(heading)}</text>')
        y += ROW
        for name, value in values.items():
            width = WIDTH * value / most
            colour = "#2a6f97" if "Warta" in f"{heading} {name}" else "#a9a9a9"
            lines += [
                f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(name.replace("`", ""))}</text>',
                f'<rect x="{LEFT}" y="{y}" width="{width:.0f}" height="{ROW - 7}" fill="{colour}"/>',
                f'<text x="{LEFT + 8 + width:.0f}" y="{y + 14}">{_short(value)}</text>',
            ]
            y += ROW
        y += ROW // 2
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {y}" font-family="sans-serif" font-size="13">'
    page = f'<rect width="680" height="{y}" fill="white"/>'
    top = f'<text x="20" y="28" font-size="16" font-weight="bold">{escape(title)}</text>'
    return "\n".join([head, page, top, *lines, "</svg>\n"])


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
