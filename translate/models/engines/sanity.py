"""Sanity check of a model that was just loaded.

A checkpoint can load without an error and still write garbage: a tokenizer of another model, weights tied wrongly, a
failed conversion. Translating two fixed sentences shows it in a fraction of the loading time. Files whose SHA-256 a
confidence was fitted to are spared this: they have translated thousands of sentences.
"""

from __future__ import annotations

from translate.errors import DamagedModel
from translate.models.catalogue import find
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.hub import how_to_pull

# Short, of everyday words, and on different topics.
SENTENCES = {
    "id": ("Harga beras naik lagi.", "Hujan turun sejak pagi di Bandung."),
    "en": ("The price of rice has risen again.", "It has been raining in Bandung since morning."),
}
GREEDY = Decoding()
LOOP = 6  # identical words, or characters of a text without spaces, that make a loop


def refuse_garbage(engine: Engine, decoding: Decoding = GREEDY) -> None:
    """Translate two fixed sentences, and refuse a model that writes garbage.

    `decoding` is the cheapest for this engine. A source language without fixed sentences is not checked.

    Raises:
        DamagedModel: all translations are empty, one repeated word, or the same.
    """
    sentences = SENTENCES.get(engine.source)
    if sentences is None:
        return
    answers = [hypothesis.text.strip() for hypothesis in engine.translate(sentences, decoding)]
    reason = None
    if not any(answers):
        reason = "nothing"
    elif len(set(answers)) == 1:
        reason = f"the same for every sentence ({answers[0][:40]!r})"
    elif all(_loops(answer) for answer in answers):
        reason = f"one word over and over ({answers[0][:40]!r})"
    if reason:
        name = " + ".join(model.id for model in engine.models)
        raise DamagedModel(f"{name} writes garbage: {reason}. Its files are not what they should be{_remedy(name)}")


def _remedy(name: str) -> str:
    entry = find(name)
    if entry is not None and not entry.id:
        return f". {how_to_pull(name)}"
    return f"; check them with `warta models verify`, or get it again: warta models pull {name}"


def _loops(text: str) -> bool:
    pieces = text.split() if " " in text else list(text)
    return len(pieces) >= LOOP and len(set(pieces)) == 1
