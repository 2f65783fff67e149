"""dl-translate's own code on an NLLB checkpoint: `python dl_translate_way.py FOLDER TOKENS`; started by bench/speed.py.

dl-translate translates what it is given by thirty-two in the order it comes, decoding as the checkpoint says: greedily.
"""

from __future__ import annotations

import sys

from speed_serving import Articles, Run, flat, serve


def load() -> Run:
    import dl_translate  # type: ignore[import-not-found]

    folder, tokens = sys.argv[1], int(sys.argv[2])
    translator = dl_translate.TranslationModel(folder, model_family="nllb200", device="cpu")
    model, written = translator.get_transformers_model(), 0
    generate = model.generate

    def counting(**options: object) -> object:
        nonlocal written
        found = generate(**options)
        written += found.shape[0] * (found.shape[1] - 1)  # without the start
        return found

    model.generate = counting

    def run(articles: Articles) -> int:
        nonlocal written
        written = 0
        texts = flat(articles)
        options = {"max_new_tokens": tokens}
        said = translator.translate(texts, source="ind_Latn", target="eng_Latn", generation_options=options)
        assert len(said) == len(texts)
        return written

    return run


if __name__ == "__main__":
    serve(load, ("dl-translate", "transformers", "torch"))
