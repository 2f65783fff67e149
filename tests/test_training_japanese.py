from pathlib import Path

import numpy as np
import pytest

from training.folder import load
from training.japanese import equivalents, main, pieces_of, written
from training.ssru import TARGETS
from translate.models.decoding import Decoding
from translate.models.student.model import load as load_firefox
from translate.models.student.network import END

LINES = [
    "市場は2019年に開いた。",
    "学校は（月曜日に）閉まった。",
    "KPKは「Pasar Baru」を調べた。",
    "大統領は学校を訪れた。",
    "県知事は市場を開いた。",
]


def test_digits_are_written_one_by_one_signs_as_they_are_and_what_is_rare_as_bytes() -> None:
    writer = pieces_of(LINES * 3, 420).processor()
    cut = [writer.id_to_piece(piece) for piece in writer.encode("2019年（月）☃")]
    assert [piece for piece in cut if piece.isdigit()] == list("2019")
    assert writer.decode(writer.encode("2019年（月）☃ OK")) == "2019年（月）☃ OK"
    assert writer.piece_to_id("</s>") == END


def test_a_piece_is_written_with_the_vectors_of_what_it_stands_for() -> None:
    vectors = np.array([[0, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0]], np.float32) * 4
    english = [[2, 3], [2], [3]] * 4
    japanese = [[3, 2], [2], [3]] * 4  # in the other order
    made, bias = written(vectors, np.full((1, 4), 2, np.float32), english, japanese, 5)
    assert made[2].argmax() == 0 and made[3].argmax() == 1
    assert (made[END] == vectors[END]).all() and bias[0, END] == 2
    assert bias[0, 4] < bias[0, 3], "what is not seen is unlikely"


def test_equivalents_are_paired_without_the_dashes_for_what_goes_before(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text("yang\tpron\twho; that\t〜する; 〜\n", encoding="utf-8")
    assert equivalents(path) == [("who", "する"), ("that", "する")]


def test_the_command_writes_a_model_that_translates(
    firefox_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news = tmp_path / "news.tsv"
    rows = [f"Kalimat {at}.\tThe market is open.\t{line}\n" for at, line in enumerate(LINES * 3)]
    news.write_text("".join(rows), encoding="utf-8")
    out = tmp_path / "model"
    monkeypatch.setattr(
        "sys.argv", ["japanese", str(news), "--start", str(firefox_folder), "--pieces", "420", "--out", str(out)]
    )
    main()
    assert "pieces to write with" in capsys.readouterr().out
    assert len(load(out).student.arrays()[TARGETS]) <= 420
    model = load_firefox(out, processes=1)
    assert model.pair == ("id", "ja")
    made = model.translate(["Pasar buka."], Decoding(beams=2))
    assert made[0].score is not None
    model.workers.close()
