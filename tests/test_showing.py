"""Translations and briefs in a notebook, in a prompt and on the disk; one translator for several threads."""

from __future__ import annotations

import asyncio
import pickle
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from translate import Brief, Translation, Translator
from translate.document import Hypothesis
from translate.errors import UsageError, WritingError
from translate.models.decoding import Decoding
from translate.testing import FakeEngine
from translate.writers import WRITERS, Output, render, translation_from_json

REPLIES = {"Harga Beras Naik": 'Rice <Prices> "Rise"', "Warga mengeluh sejak Senin.": "People complain since Monday."}
ARTICLE = "\n\n".join(REPLIES)


@pytest.fixture
def made() -> tuple[Translation, Brief]:
    translator = Translator(engine=FakeEngine(REPLIES), dated=False)
    translation = translator.translate(ARTICLE)
    return translation, translator.brief(translation)


def test_what_is_shown_at_a_prompt_is_short(made: tuple[Translation, Brief]) -> None:
    translation, brief = made
    assert repr(translation) == "<Translation id-en, 2 sentences, 0 flagged: 'Rice <Prices> \"Rise\"'>"
    assert repr(brief).startswith("<Brief en, 1 point, ") and len(repr(brief)) < 100
    assert repr(translation.document) == "<Document id, 2 sentences: 'text'>"
    assert repr(Translator(engine=FakeEngine())) == "<Translator id-en, fake>"


def test_a_notebook_shows_the_report_in_a_frame_that_runs_nothing(made: tuple[Translation, Brief]) -> None:
    translation, brief = made
    for html, output in (
        (translation._repr_html_(), Output(translation)),
        (brief._repr_html_(), Output(translation, brief, whole=False)),
    ):
        found = re.fullmatch(r'<iframe sandbox="" title="Warta" style="[^"]*" srcdoc="([^"]*)"></iframe>', str(html))
        assert found is not None and unescape(found[1]) == render("html", output)


@pytest.mark.parametrize("format", sorted(WRITERS.keys() - {"srt", "vtt"}))  # which need the times of subtitles
def test_each_format_is_saved(format: str, made: tuple[Translation, Brief], tmp_path: Path) -> None:
    translation, brief = made
    path = tmp_path / f"x.{format}"
    translation.save(path, brief)
    assert path.read_bytes() == WRITERS[format].to_bytes(Output(translation, brief))
    brief.save(str(path))
    assert path.read_bytes() == WRITERS[format].to_bytes(Output(translation, brief, whole=False))


def test_what_cannot_be_saved_is_said(made: tuple[Translation, Brief], tmp_path: Path) -> None:
    translation, brief = made
    with pytest.raises(UsageError, match="expected one of"):
        translation.save(tmp_path / "x.odt")
    with pytest.raises(WritingError, match="cannot be written"):
        (tmp_path / "file").touch()
        translation.save(tmp_path / "file" / "x.txt")
    with pytest.raises(UsageError, match="A brief cannot be of type bool"):
        translation.save(tmp_path / "x.txt", True)
    with pytest.raises(UsageError, match="has no translation"):
        replace(brief, translation=None).save(tmp_path / "x.txt")


def test_a_brief_that_was_read_has_its_translation(made: tuple[Translation, Brief], tmp_path: Path) -> None:
    translation, brief = made
    translation.save(tmp_path / "x.json", brief)
    read = translation_from_json((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert read == (translation, brief) and read[1] is not None and read[1].translation == translation


def test_a_translation_from_another_process_saves_itself(made: tuple[Translation, Brief], tmp_path: Path) -> None:
    (tmp_path / "x.pickle").write_bytes(pickle.dumps(made[0]))
    code = f"import pickle; pickle.load(open({str(tmp_path / 'x.pickle')!r}, 'rb')).save({str(tmp_path / 'x.md')!r})"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert "People complain" in (tmp_path / "x.md").read_text(encoding="utf-8")


class OneAtATime(FakeEngine):
    """Fails when two threads are in it at once, as models with a state do."""

    def __init__(self) -> None:
        super().__init__(REPLIES)
        self.inside = threading.Lock()

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        assert self.inside.acquire(blocking=False), "two threads at once"
        try:
            time.sleep(0.01)
            return super().translate(texts, decoding, headlines=headlines)
        finally:
            self.inside.release()


def test_threads_and_asyncio_share_a_translator() -> None:
    translator = Translator(engine=OneAtATime())
    with ThreadPoolExecutor(8) as pool:
        assert {made.text for made in pool.map(translator.translate, [ARTICLE] * 16)} == {"\n\n".join(REPLIES.values())}

    async def both() -> list[Translation]:
        return await asyncio.gather(*(asyncio.to_thread(translator.translate, ARTICLE) for _ in range(4)))

    assert len(asyncio.run(both())) == 4
