import gzip
from pathlib import Path

import pytest

from training.corpora import clean
from training.folder import load
from training.news import away, main, older, runs, to_avoid, triples


def test_runs_of_a_text_are_of_six_words_and_a_short_one_is_whole() -> None:
    assert len(runs("satu dua tiga empat lima enam tujuh")) == 2
    assert runs("Satu, dua!") == {("satu", "dua")}
    assert runs("...") == set()


def test_a_pair_near_a_line_of_evaluation_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "dev.id.txt").write_text("Kabar lama: harga beras di pasar naik lima persen.\n", encoding="utf-8")
    avoid = to_avoid([tmp_path])
    near = ("Harga beras di pasar naik kemarin, kata dia.", "Rice rose.")
    close = ("Harga beras di pasar naik lima kali.", "Rice rose five times.")
    assert away([near, close, near], avoid) == [near]


def test_lines_have_three_columns(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv.gz", tmp_path / "bad.tsv"
    with gzip.open(good, "wt", encoding="utf-8") as file:
        file.write("Satu\tOne\t一\n")
    assert list(triples([good])) == [("Satu", "One", "一")]
    bad.write_text("Satu\tOne\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: expected three columns, found 2"):
        list(triples([bad]))


def test_older_pairs_are_of_the_named_corpora_and_plain_style(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "train.id-ja.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("talpco\tDia pergi.\t彼は行った。\ntalpco\tDia datang.\t彼は来ます。\nreact-docs\tKlik.\t押す。\n")
    assert list(older(tmp_path, "ja", frozenset(["talpco"]))) == [("Dia pergi.", "彼は行った。")]
    with gzip.open(tmp_path / "train.id-en.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("talpco\tDia pergi.\tShe left.\nreact-docs\tKlik ini.\tClick this.\n")
    assert list(older(tmp_path, "en", frozenset(["talpco"]))) == [("Dia pergi.", "She left.")]
    assert len(list(older(tmp_path, "en", frozenset()))) == 2


def test_the_command_writes_pairs_as_they_are_read(
    firefox_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news, out = tmp_path / "news.tsv", tmp_path / "out.tsv"
    news.write_text("Dia pergi.\tShe left.\t彼は行った。\nDia datang.\tShe came.\t彼は来た。\n", encoding="utf-8")
    avoid = tmp_path / "avoid"
    avoid.mkdir()
    (avoid / "dev.id.txt").write_text("Dia pergi.\n", encoding="utf-8")
    monkeypatch.setattr(
        "sys.argv",
        ["news", str(news), "--target", "ja", "--avoid", str(avoid), "--model", str(firefox_folder), "--out", str(out)],
    )
    main()
    assert out.read_text(encoding="utf-8") == "Dia datang.\t彼は来た。\n"
    assert "1 pairs of 2" in capsys.readouterr().out
    assert load(firefox_folder).source.processor().encode("Dia datang.")


def test_corpora_are_mended() -> None:
    long = "Pemerintah kabupaten hanya diminta rekomendasi saat penentuan daerah"
    assert clean("desmond-smeru", long, "The regency is only asked") == (f"{long}.", "The regency is only asked.")
    assert clean("panl-bppt", "Harga  naik", "Prices rise") == ("Harga naik", "Prices rise")
    assert clean("panl-bppt", "Jakarta!", "jakarta") is None, "a copy teaches nothing"
