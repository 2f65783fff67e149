import gzip
from pathlib import Path

import pytest

from training.rare import EACH, SEEN, USED, chosen, lower, main, usable, worth

COMMON = "Harga beras di pasar naik lagi hari ini."
RARE = "Warga mengunggah foto banjir bandang itu kemarin."
RICH = "Warga mengunggah foto yang menggegerkan jagat maya."


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (COMMON, True),
        ("Harga beras naik.", False),  # too short to be worth a prompt
        (COMMON.removesuffix("."), False),
        (COMMON.lower(), False),
        ("Harga beras di pasar naik kepadaCBS hari ini.", False),
        ("Ayat (1) Huruf a sudah jelas sekali bagi kita.", False),
        ("Hadir Budi Santoso, Siti Aminah, Joko Susilo, dan Rina Wati.", False),
        ("Kata " + "yang " * 30 + "panjang.", False),
    ],
)
def test_only_whole_sentences_of_prose_are_usable(text: str, good: bool) -> None:
    assert usable(text) is good


def test_a_word_is_worth_something_where_the_text_has_it_and_the_pairs_nearly_lack_it() -> None:
    texts = [COMMON, RARE] * USED
    value = worth(texts, [COMMON] * SEEN)
    assert set(value) == {"mengunggah", "foto", "banjir", "bandang", "itu", "kemarin"}
    assert not worth([RARE] * (USED - 1), []), "a word the text hardly has may be a misprint"
    assert worth([RARE] * 100, [])["banjir"] > worth([RARE] * USED, [])["banjir"] == USED**0.5


def test_the_sentence_worth_most_comes_first_and_none_comes_for_what_is_covered() -> None:
    texts = [COMMON, RARE, RICH, *(f"{RARE[:-1]} pukul {hour} pagi." for hour in range(5))]
    value = {"mengunggah": 2.0, "menggegerkan": 5.0, "jagat": 1.0}
    found = list(chosen(texts, value))
    assert found[:2] == [RICH, RARE], "the shorter of those that have the same words"
    assert len(found) == EACH, "the rest has only words that were chosen often enough"
    assert lower(RARE) == ["mengunggah", "foto", "banjir", "bandang", "itu", "kemarin"]


def test_the_command_writes_as_many_as_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sentences, pairs, out = (tmp_path / name for name in ("sentences.txt.gz", "pairs.tsv", "chosen.txt"))
    with gzip.open(sentences, "wt", encoding="utf-8") as file:
        file.write(f"{COMMON}\n\n{RARE}\n{RICH}\n" * USED)
    pairs.write_text(f"{COMMON}\tThe price of rice rose again.\n", encoding="utf-8")
    arguments = [str(sentences), str(pairs), "--out", str(out)]
    for more, expected in (([], 3), (["--most", "2"], 2)):
        monkeypatch.setattr("sys.argv", ["rare", *arguments, *more])
        main()
        lines = out.read_text(encoding="utf-8").splitlines()
        assert len(lines) == expected and set(lines) <= {COMMON, RARE, RICH}
    assert "2 sentences of 9 chosen" in capsys.readouterr().out
