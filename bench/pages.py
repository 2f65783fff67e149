"""Measure recall and precision of article extraction from web pages, beside trafilatura.

python bench/pages.py            # a table of tests/cases/pages
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from page_corpus import expected, pages, read_by_trafilatura, read_by_warta, score

from translate.reading.html_blocks import letters


def main() -> None:
    totals: dict[str, list[int]] = {}
    print("| page | sentences | right, Warta | foreign | title | right, trafilatura | foreign | title |")
    print("|---|---|---|---|---|---|---|---|")
    for page in pages():
        wanted = expected(page)
        row = [f"{page.stem}", str(len({letters(s) for s in wanted.sentences}))]
        for name, reader in (("warta", read_by_warta), ("trafilatura", read_by_trafilatura)):
            sentences, title = reader(page)
            scored = score(wanted, sentences, title)
            row += [str(scored.right), str(len(scored.foreign)), "yes" if scored.titled else "no"]
            total = totals.setdefault(name, [0, 0, 0, 0, 0])
            here = (scored.right, len(scored.lost), len(scored.foreign), scored.titled, len(scored.foreign) < 2)
            totals[name] = [a + int(b) for a, b in zip(total, here, strict=True)]
        print(f"| {' | '.join(row)} |")
    for name, (right, lost, foreign, titled, clean) in totals.items():
        print(
            f"{name}: {right} of {right + lost} sentences, {foreign} foreign, {titled} of {len(pages())} titles, "
            f"at most one foreign sentence on {clean} pages"
        )


if __name__ == "__main__":
    main()
