import gzip
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
import torch

from training.cutting import cut
from training.folder import Example, load, save, smaller
from training.pairs import batches, read
from training.pairs import main as choose
from training.student import (
    OLD_DECODER_RATE,
    EncodedSources,
    Run,
    commonest,
    examples_of,
    export,
    held_out_loss,
    loss_of,
    main,
    part_of,
)
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine
from translate.models.student.network import END, UNKNOWN

# What the parent, which reads Portuguese, cannot know: words that do not exist.
PAIRS = [
    ("Zab lumo karit.", "The market is open."),
    ("Zab lumo vinti.", "The market is closed."),
    ("Zab fera karit.", "The school is open."),
    ("Zab fera vinti.", "The school is closed."),
]


@pytest.fixture(scope="module")
def start(firefox_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parent with only the pieces that are needed here, which is as much network and far less vocabulary."""
    model = load(firefox_folder)
    model = smaller(model, [source for source, _ in PAIRS], [target for _, target in PAIRS], 1)
    folder = tmp_path_factory.mktemp("start") / "model"
    save(model, folder, "iden", examples_of(model, PAIRS))
    return folder


def test_batches_hold_each_example_once_an_epoch_within_their_budget() -> None:
    examples = [([5] * (n % 7) + [END], [6] * (n % 5) + [7 + n, END]) for n in range(300)]
    seen: list[tuple[list[int], list[int]]] = []
    for batch in batches(examples, 100, seed=0):
        assert len(batch) * max(max(len(s), len(t)) for s, t in batch) <= 100
        seen += batch
        if len(seen) >= len(examples):
            break
    assert sorted(seen) == sorted(examples)


def test_the_loss_over_some_pieces_is_that_over_all_where_all_are_among_them(firefox_folder: Path) -> None:
    model = load(firefox_folder)
    examples = examples_of(model, PAIRS)
    whole, count = loss_of(model.student, examples, None)
    assert count == sum(len(target) for _, target in examples)
    every = torch.arange(model.target.processor().get_piece_size())
    assert loss_of(model.student, examples, every)[0].item() == pytest.approx(whole.item(), rel=1e-5)
    some, _ = loss_of(model.student, examples, commonest(examples, torch.device("cpu")))
    assert some.item() < whole.item(), "what is left out can only make the rest likelier"
    # Padding is no part of it: alone, each example has the loss it has beside longer ones.
    alone = sum(loss_of(model.student, [one], every)[0].item() for one in examples)
    assert alone == pytest.approx(whole.item(), rel=1e-4)


@pytest.mark.slow
def test_it_learns_goes_on_and_its_export_translates(start: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    run = Run(work, 2e-3, start)
    examples = examples_of(run.model, PAIRS)
    common = commonest(examples, run.student.device)
    rows = list(islice(batches(examples, 200, seed=0), 71))
    fixed = {name: one.clone() for name, one in run.student.fixed.items()}
    losses = [run.step(row, common) for row in rows[:70]]
    assert losses[-1] < 0.2 * losses[0]
    assert all(torch.equal(run.student.fixed[name], one) for name, one in fixed.items()), "what it writes with is kept"
    run.save()
    again = Run(work, 2e-3)
    assert again.progress["steps"] == 70 and again.progress["runs"] == 1
    assert again.weights.keys() == run.weights.keys() != set()
    for name, one in run.weights.items():
        assert torch.equal(again.weights[name], one) and torch.equal(again.average[name], run.average[name])
    run.steps_before = again.steps_before  # the rate rises again
    stepped = []
    for either in (run, again):
        torch.manual_seed(1)
        stepped.append(either.step(rows[70], common))
    assert stepped[1] == pytest.approx(stepped[0], rel=1e-5)
    (work / "examples.json").write_text(str([list(one) for one in examples]), encoding="ascii")
    export([work], tmp_path / "model", "iden")
    engine = load_engine(str(tmp_path / "model"), target="en")
    made = engine.translate([source for source, _ in PAIRS], Decoding())
    assert [one.text for one in made] == [target for _, target in PAIRS]


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_the_decoder_learns_if_it_is_asked_and_a_run_keeps_to_that(start: Path, tmp_path: Path, share: float) -> None:
    run = Run(tmp_path, 1e-3, start, decoder=share)
    before = {name: one.detach().clone() for name, one in run.student.weights.items()}
    run.step(examples_of(run.model, PAIRS), None)
    moved = {name for name, one in run.student.weights.items() if not torch.equal(one, before[name])}
    assert any(name.startswith("encoder_l6") for name in moved)
    assert any(name.startswith("decoder") for name in moved) == bool(share)
    run.save()
    again = Run(tmp_path, 1e-3)
    assert set(again.weights) == set(run.weights) and again.progress["decoder"] == share
    after = run.averaged().student.arrays()
    assert all((after[name] == one).all() for name, one in again.averaged().student.arrays().items())


def test_runs_that_do_not_say_what_their_decoder_did_had_it_learn(start: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, 1e-3, start, decoder=OLD_DECODER_RATE)
    run.step(examples_of(run.model, PAIRS), None)
    run.save()
    path = tmp_path / "progress.json"
    path.write_text(path.read_text(encoding="ascii").replace('"decoder"', '"unknown"'), encoding="ascii")
    assert set(Run(tmp_path, 1e-3).weights) == set(run.weights)


def test_what_is_written_with_learns_if_it_is_asked_and_its_mean_is_exported(start: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, 1e-3, start, targets=0.5, decoder=1.0, encoder=0.0, sources=0.0)
    before = run.student.arrays()
    before = {name: one.copy() for name, one in before.items()}
    examples = examples_of(run.model, PAIRS)
    for _ in range(4):
        run.step(examples, None, smooth=0.1)
    moved = {name for name, one in run.student.arrays().items() if (one != before[name]).any()}
    assert {part_of(name) for name in moved} == {"decoder", "targets"}
    run.save()
    (tmp_path / "examples.json").write_text(str([list(one) for one in examples]), encoding="ascii")
    export([tmp_path], tmp_path / "mean", "iden", start, 0.5, whole=False)
    written = load(tmp_path / "mean").student.arrays()
    for name in ("decoder_Wemb", "decoder_l1_ffn_W1"):
        half = (run.average[name].numpy() + before[name]) / 2
        assert abs(written[name] - half).max() < 1e-6, "in float32 nothing is rounded"


def test_a_remembered_encoder_gives_the_loss_that_the_encoder_itself_gives(start: Path) -> None:
    model = load(start)
    examples = examples_of(model, PAIRS)
    encoded = EncodedSources(model.student)
    plain = loss_of(model.student, examples, None)[0].item()
    for _ in range(2):  # what is computed, then what is kept
        assert loss_of(model.student, examples, None, encoded=encoded)[0].item() == pytest.approx(plain, rel=1e-2)
    assert loss_of(model.student, examples[:1], None, encoded=encoded)[0].item() == pytest.approx(
        loss_of(model.student, examples[:1], None)[0].item(), rel=1e-2
    )


def test_the_loss_of_pairs_that_are_held_out_is_their_mean(start: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, 1e-3, start)
    examples = examples_of(run.model, PAIRS)
    whole, count = loss_of(run.student, examples, None)
    assert held_out_loss(run, examples) == pytest.approx(whole.item() / count, rel=1e-4)


def test_several_runs_are_exported_as_their_mean(start: Path, tmp_path: Path) -> None:
    works = [tmp_path / name for name in ("first", "second", "third")]
    for number, work in enumerate(works):
        work.mkdir()
        run = Run(work, 1e-3, start)
        examples = examples_of(run.model, PAIRS)
        for row in islice(batches(examples, 60, seed=number), 4):
            run.step(row, None)
        run.save()
        (work / "examples.json").write_text(str([list(one) for one in examples]), encoding="ascii")
    export(works, tmp_path / "mean", "iden")
    name = "encoder_l1_ffn_W1"
    several = [Run(work, 0.0).averaged().student.arrays()[name] for work in works]
    step = abs(several[0] - several[1]).max()
    written = load(tmp_path / "mean").student.arrays()[name]
    rounding = abs(written).max() / 127
    assert step > 0 and abs(written - sum(several) / 3).max() <= rounding


def test_the_command_begins_goes_on_and_exports(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("".join(f"{source}\t{target}\n" for source, target in PAIRS) + "Satu\t☃ one\n", encoding="utf-8")
    learn = [str(pairs), "--work", str(tmp_path / "work"), "--seconds", "0.01", "--tokens", "100"]
    cut_at: list[float] = []

    def noted(rows: Iterable[list[Example]], reader: object, part: float, seed: int) -> Iterator[list[Example]]:
        cut_at.append(part)
        return cut(rows, reader, part, seed)

    monkeypatch.setattr("training.student.cut", noted)
    for arguments in (
        [*learn, "--start", str(start)],
        [*learn, "--cut", "0.5"],
        ["--export", str(tmp_path / "work"), "--out", str(tmp_path / "model")],
    ):
        monkeypatch.setattr("sys.argv", ["student", *arguments])
        main()
    assert cut_at == [0.5]
    assert "5 pairs, 0 too long" in (said := capsys.readouterr().out) and "1 unknown pieces in the targets" in said
    assert load_engine(str(tmp_path / "model"), target="en").models[0].family == "firefox"
    assert load(tmp_path / "model").target.processor().unk_id() == UNKNOWN


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("satu\tone\ndua\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 2: expected source<TAB>target, found 1 columns"):
        read([path])


def test_targets_are_read_with_straight_quotes_and_sources_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text('“Naik”…\t“It rises—soon…”\n“Naik”…\t"It rises - soon..."\n', encoding="utf-8")
    assert read([path]) == [("“Naik”…", '"It rises - soon..."')]


def test_pairs_are_taken_whose_english_people_wrote_but_those_of_an_evaluation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        "panl-bppt\tHarga naik.\tPrices rise.",
        "panl-bppt\tHarga beras turun.\tThe price of rice falls.",
        "lo-ui\tBuka berkas\tOpen file",
        "react-docs\tKlik tombol itu.\tClick the button.",
        "talpco\tDia pergi.\tShe left.",
        "talpco\tJakarta\tJakarta",
    ]
    with gzip.open(tmp_path / "train.id-en.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    evaluation = tmp_path / "evaluation"
    evaluation.mkdir()
    (evaluation / "lines.en.txt").write_text("She left!\n", encoding="utf-8")
    out = tmp_path / "pairs.tsv"
    monkeypatch.setattr("sys.argv", ["pairs", str(tmp_path), "--out", str(out), "--avoid", str(evaluation)])
    choose()
    assert sorted(read([out])) == [
        ("Harga beras turun.", "The price of rice falls."),
        ("Harga naik.", "Prices rise."),
        ("Klik tombol itu.", "Click the button."),
    ]
    assert "2  panl-bppt" in (said := capsys.readouterr().out) and "1 lines of evaluation avoided" in said
