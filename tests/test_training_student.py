import random
from itertools import islice
from pathlib import Path

import pytest
import torch

from training.distil import blocks, distil, doubts, write
from training.student import END, Plan, Run, batches, encode, export, make_tokenizer, make_vocabulary, read
from translate.decoding import Decoding
from translate.document import Hypothesis
from translate.engines.load import load_engine
from translate.testing import FakeEngine

WORDS = {
    "harga": "price",
    "beras": "rice",
    "naik": "rises",
    "turun": "falls",
    "kota": "town",
    "pasar": "market",
    "hujan": "rain",
    "jalan": "road",
}
PLAN = Plan(pieces=60, size=32, encoder=1, decoder=1)


def pairs() -> list[tuple[str, str]]:
    chance = random.Random(0)
    lines = [chance.choices(list(WORDS), k=chance.randint(2, 6)) for _ in range(300)]
    return [(" ".join(line), " ".join(WORDS[word] for word in line)) for line in lines]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_vocabulary(pairs(), tmp_path, PLAN.pieces)
    return tmp_path


def test_the_tokens_trained_on_are_those_of_marian_s_tokenizer(folder: Path) -> None:
    tokenizer = make_tokenizer(folder)
    for pair, (source, target) in zip(pairs(), encode(pairs(), folder), strict=True):
        assert tokenizer(pair[0])["input_ids"] == source
        assert tokenizer(text_target=pair[1])["input_ids"] == target
        assert source[-1] == END


def test_batches_hold_each_example_once_an_epoch_within_their_budget(folder: Path) -> None:
    examples = encode(pairs(), folder)
    seen: list[tuple[list[int], list[int]]] = []
    for batch in batches(examples, 100, seed=0):
        assert len(batch) * max(max(len(s), len(t)) for s, t in batch) <= 100
        seen += batch
        if len(seen) >= len(examples):
            break
    assert sorted(seen) == sorted(examples)


def test_it_learns_goes_on_and_its_export_translates(folder: Path, tmp_path: Path) -> None:
    run = Run(folder, PLAN, rate=0.06)
    rows = list(islice(batches(encode(pairs(), folder), 600, seed=0), 160))
    losses = [run.step(row) for row in rows]
    assert losses[-1] < losses[0] - 0.5
    run.save()
    again = Run(folder, PLAN, rate=0.06)
    assert again.progress["steps"] == 160 and again.progress["runs"] == 1
    for name, one in run.parameters.items():
        assert torch.equal(again.parameters[name], one) and torch.equal(again.average[name], run.average[name])
    torch.manual_seed(1)
    expected = run.step(rows[0])
    torch.manual_seed(1)
    assert again.step(rows[0]) == pytest.approx(expected, rel=1e-5)
    out = tmp_path / "model"
    export(folder, out)
    engine = load_engine(str(out), target="en", family="marian")
    [made] = engine.translate(["harga beras naik"], Decoding())
    assert set(made.text.split()) <= set(WORDS.values()) and made.text


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("satu\tone\ndua\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 2: expected source<TAB>target, found 1 columns"):
        read([path])


def test_targets_are_read_with_straight_quotes_and_sources_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("“Naik”…\t“It rises—soon…”\n“Naik”…\t\"It rises - soon...\"\n", encoding="utf-8")
    assert read([path]) == [("“Naik”…", '"It rises - soon..."')]


@pytest.mark.parametrize(
    ("source", "made", "why"),
    [
        ("Harga beras naik 5 persen.", Hypothesis("Rice prices rose 5 percent.", -0.1), []),
        ("Beras naik 5 persen.", Hypothesis("Rice rose 8 percent.", -0.1), ["NUMBER_LOST", "NUMBER_ADDED"]),
        ("Harga beras naik.", Hypothesis("Rice prices rose.", -3.0), ["UNSURE"]),
        ("Harga beras naik.", Hypothesis("Rice prices\trose.", -0.1), ["LINE_BREAK"]),
        ("Harga beras naik.", Hypothesis("Rice prices rose", -0.1, complete=False), ["UNFINISHED"]),
        ("Budi pergi ke Surabaya.", Hypothesis("Budi went to the city.", -0.1), []),
    ],
)
def test_what_is_not_learned_from(source: str, made: Hypothesis, why: list[str]) -> None:
    assert doubts(source, made, "en", 0.3) == why


def test_blocks_pass_over_long_sentences_and_results_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "sentences.txt"
    path.write_text("satu dua\n\n" + "kata " * 90 + "\ntiga empat\n", encoding="utf-8")
    assert list(blocks(path, words=60)) == [["satu dua", "tiga empat"]]
    engine = FakeEngine({"satu dua": "one two", "tiga empat": ""})
    kept, reasons = distil(engine, ["satu dua", "tiga empat"], "en", least=0.0)
    assert kept == [("satu dua", "one two")] and sum(reasons.values()) == 1
    write(tmp_path / "000000.tsv", kept)
    assert [one.name for one in sorted(tmp_path.iterdir())] == ["000000.tsv", "sentences.txt"]
    assert read([tmp_path / "000000.tsv"]) == kept
