"""Argos Translate's own code on a package of the Marian checkpoint; started by bench/speed.py.

    python argos_way.py PACKAGES TOKENS

It decodes with its own settings (four beams, batches of thirty-two tokens, `replace_unknowns`). Two things are changed:
the model of sentence boundaries it would download is replaced by the common segments, and its call of CTranslate2,
which has no length limit, gets that of the benchmark.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from speed_serving import Articles, Run, serve


class Limited:
    """CTranslate2's translator with a token limit; counts the tokens."""

    def __init__(self, translator: Any, tokens: int) -> None:
        self.translator, self.tokens, self.written = translator, tokens, 0

    def translate_batch(self, *texts: Any, **options: Any) -> Any:
        found = self.translator.translate_batch(*texts, max_decoding_length=self.tokens, **options)
        self.written += sum(len(result.hypotheses[0]) for result in found)
        return found


class Known:
    """Returns the known segments of a paragraph."""

    def __init__(self) -> None:
        self.segments: dict[str, list[str]] = {}

    def split_sentences(self, text: str) -> list[str]:
        return self.segments[text]


def load() -> Run:
    os.environ["ARGOS_PACKAGES_DIR"] = sys.argv[1]
    import argostranslate.translate as argos  # type: ignore[import-not-found]

    translation: Any = argos.get_translation_from_codes("id", "en")
    package = translation.underlying
    package.sentencizer = known = Known()
    known.segments = {"Halo.": ["Halo."]}
    translation.translate("Halo.")  # loads
    package.translator = limited = Limited(package.translator, int(sys.argv[2]))

    def run(articles: Articles) -> int:
        limited.written = 0
        for article in articles:
            known.segments = {" ".join(segments): segments for segments in article}
            argos.translate("\n".join(known.segments), "id", "en")
        return limited.written

    return run


if __name__ == "__main__":
    serve(load, ("argostranslate", "ctranslate2"))
