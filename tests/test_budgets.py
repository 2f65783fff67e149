"""A whole article, of news and of many links, costs work in proportion to its size: read, checked, briefed, written.

`python bench/budgets.py` prints seconds and memory of news and of the worst kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import thread_time

import budget_texts
import pytest
from growing import TIMES

from translate.briefing.compose import make_brief
from translate.reading import read_bytes
from translate.testing import FakeEngine
from translate.translator import Translator
from translate.writers import Output, to_bytes

LIMIT = TIMES**1.3
BYTES = 8_000  # of the smaller article
ARTICLES: dict[str, Callable[[int], bytes]] = {
    **{f"news.{format}": partial(budget_texts.packed, pack) for format, pack in budget_texts.PACKED.items()},
    "links.docx": lambda size: budget_texts.links(size // 16),
}  # fmt: skip


def cost(data: bytes, name: str) -> float:
    begun = thread_time()
    document = read_bytes(data, name=name, check_language=False)
    translation = Translator("en", engine=FakeEngine(), dated=False).translate(document)
    output = Output(translation, make_brief(translation))
    for format in ("txt", "md", "html", "docx", "json"):
        to_bytes(format, output)
    return thread_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_four_times_as_long_costs_about_four_times_as_much(name: str) -> None:
    make = ARTICLES[name]
    cost(make(1_000), name)  # libraries are loaded when they are first needed
    once, often = [], []
    for asked in range(6):  # what else the machine does can only add to either
        once.append(cost(make(BYTES + asked), name))
        often.append(cost(make(TIMES * BYTES + asked), name))
        if min(often) / min(once) < LIMIT:
            break
    assert min(often) / min(once) < LIMIT
