"""EasyNMT's own code on a Marian checkpoint: `python easynmt_way.py FOLDER TOKENS BEAMS`; started by bench/speed.py.

EasyNMT sorts all sentences by length and translates them by sixteen. It loads its OPUS-MT models by name from a hub;
here that name leads to the folder. Its sentence splitter is not used: it gets the common segments.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from speed_serving import Articles, Run, counted, flat, serve


def load() -> Run:
    from easynmt import EasyNMT  # type: ignore[import-not-found]
    from easynmt.models import OpusMT  # type: ignore[import-not-found]

    folder, tokens, beams = Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])
    here = Path(tempfile.mkdtemp())
    (here / "Helsinki-NLP").mkdir()
    (here / "Helsinki-NLP" / "opus-mt-id-en").symlink_to(folder)
    os.chdir(here)
    opus = OpusMT()
    _, model = opus.load_model("Helsinki-NLP/opus-mt-id-en")
    translator = EasyNMT(translator=opus, device="cpu")
    written = counted(model)

    def run(articles: Articles) -> int:
        written.clear()
        texts = flat(articles)
        results = translator.translate(
            texts, source_lang="id", target_lang="en", beam_size=beams, perform_sentence_splitting=False,
            max_new_tokens=tokens,
        )  # fmt: skip
        assert len(results) == len(texts)
        return sum(written)

    return run


if __name__ == "__main__":
    serve(load, ("EasyNMT", "transformers", "torch"))
