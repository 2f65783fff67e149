"""dl-translate's own code on an NLLB checkpoint: `python dl_translate_way.py FOLDER TOKENS`; started by bench/speed.py.

dl-translate translates what it is given by thirty-two in the order it comes, decoding as the checkpoint says: greedily.
"""

from __future__ import annotations

import sys

from speed_serving import Articles, Run, counted, flat, serve


def load() -> Run:
    import dl_translate  # type: ignore[import-not-found]

    folder, tokens = sys.argv[1], int(sys.argv[2])
    translator = dl_translate.TranslationModel(folder, model_family="nllb200", device="cpu")
    written = counted(translator.get_transformers_model())

    def run(articles: Articles) -> int:
        written.clear()
        texts = flat(articles)
        options = {"max_new_tokens": tokens}
        said = translator.translate(texts, source="ind_Latn", target="eng_Latn", generation_options=options)
        assert len(said) == len(texts)
        return sum(written)

    return run


if __name__ == "__main__":
    serve(load, ("dl-translate", "transformers", "torch"))
