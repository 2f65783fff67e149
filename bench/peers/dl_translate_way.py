"""dl-translate's own code on an NLLB checkpoint: `python dl_translate_way.py FOLDER TOKENS`; started by bench/speed.py.

dl-translate translates in batches of thirty-two in input order, decoding greedily as the checkpoint configures.
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
        results = translator.translate(texts, source="ind_Latn", target="eng_Latn", generation_options=options)
        assert len(results) == len(texts)
        return sum(written)

    return run


if __name__ == "__main__":
    serve(load, ("dl-translate", "transformers", "torch"))
