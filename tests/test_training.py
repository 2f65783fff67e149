import gzip
import json
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import Gemma3ForCausalLM, Gemma3TextConfig

from training.export import averaged, cut
from training.mix import QUOTAS, clean, key, mix
from training.network import PRODUCTS, Network, Rows, _HeadLoss, head_loss
from training.packing import Pair, batches
from training.synthetic import sentences
from training.train import _resume, _save, widened
from translate.checks import check
from translate.document import FlagCode

CONFIG: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 7,  # the sixth attends with the other base of its positions
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "query_pre_attn_scalar": 16,
    "sliding_window": 512,
}
VOCABULARY, RANK, SCALE = 90, 3, 2.0
PAIRS = [Pair((2, *range(10, 10 + n)), (*range(40, 41 + n), 1)) for n in (3, 9, 5, 1, 12, 7, 2, 4)]


@pytest.fixture(scope="module")
def base() -> dict[str, Tensor]:
    torch.manual_seed(3)
    model = Gemma3ForCausalLM(Gemma3TextConfig(**CONFIG, vocab_size=VOCABULARY))
    return {name: weight.float() for name, weight in model.state_dict().items() if name != "lm_head.weight"}


@pytest.fixture(params=[torch.bfloat16, torch.float32], ids=str)
def network(base: dict[str, Tensor], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Network:
    monkeypatch.setattr("training.network.fast_dtype", lambda device: request.param)
    chance = torch.Generator().manual_seed(5)
    factors = {}
    for name, weight in base.items():
        stem = name.removesuffix(".weight")
        if any(stem.endswith(module) for modules in PRODUCTS.values() for module in modules):
            factors[f"{stem}.A"] = torch.randn(RANK, weight.shape[1], generator=chance) / 8
            factors[f"{stem}.B"] = torch.randn(weight.shape[0], RANK, generator=chance) / 8
    made = Network(base, factors, CONFIG, scale=SCALE, compiled=False)
    made.merge()
    return made


def first_rows() -> Rows:
    return next(batches(PAIRS, 2, 64, seed=0))


def test_packed_rows_have_the_loss_and_gradients_of_the_model_alone(network: Network) -> None:
    rows = first_rows()
    assert int(rows.sequence.max()) > 1, "several sequences share a row"
    loss, count = network.loss(rows, smoothing=0.0)
    (loss / count).backward()  # type: ignore[no-untyped-call]
    model: Any = Gemma3ForCausalLM(Gemma3TextConfig(**CONFIG, vocab_size=VOCABULARY))
    model.to(network.dtype)
    weights = network.checkpoint(network.dtype)
    model.load_state_dict({**weights, "lm_head.weight": weights["model.embed_tokens.weight"]})
    total, seen = 0.0, 0
    for tokens, sequence, labels in zip(rows.tokens, rows.sequence, rows.labels, strict=True):
        for number in range(1, int(sequence.max()) + 1):
            here = (sequence == number).nonzero()[:, 0]
            wanted = labels[here] >= 0
            logits = model(input_ids=tokens[here][None]).logits[0].float()
            one = torch.nn.functional.cross_entropy(logits[wanted], labels[here][wanted], reduction="sum")
            (one / count).backward()  # type: ignore[no-untyped-call]
            total, seen = total + one.item(), seen + int(wanted.sum())
    assert seen == count == sum(len(pair.answer) for pair in PAIRS)
    assert loss.item() / count == pytest.approx(total / seen, rel=2e-3)
    factors = network.factors()
    assert network.names
    for (layer, product), names in network.names.items():
        _, a, b = network.stacks[layer, product]
        assert a.grad is not None and b.grad is not None
        start = 0
        for part, name in enumerate(names):
            whole = model.get_parameter(f"{name}.weight").grad
            assert whole is not None
            rows_of_b = slice(start, start := start + whole.shape[0])
            for found, expected in (
                (a.grad[part * RANK : (part + 1) * RANK], SCALE * factors[f"{name}.B"].T @ whole.float()),
                (b.grad[rows_of_b], SCALE * whole.float() @ factors[f"{name}.A"].T),
            ):
                alike = torch.nn.functional.cosine_similarity(found.flatten(), expected.flatten(), 0)
                assert alike > (0.97 if network.dtype is torch.bfloat16 else 0.9999), f"{name}: {alike}"


def test_smoothing_is_that_of_torch(network: Network) -> None:
    rows = first_rows()
    assert network.loss(rows, smoothing=0.1)[0] != network.loss(rows, smoothing=0.0)[0]
    logits, labels = torch.randn(5, VOCABULARY), torch.arange(5)
    own = head_loss(logits, labels, torch.eye(VOCABULARY), 0.1)
    theirs = torch.nn.functional.cross_entropy(logits, labels, reduction="sum", label_smoothing=0.1)
    assert own.item() == pytest.approx(theirs.item(), rel=1e-5)


def test_the_gradients_of_the_loss_are_those_of_torch_over_several_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_HeadLoss, "SLICE", 3)
    hidden, labels = torch.randn(7, 8, requires_grad=True), torch.arange(7)
    table = torch.randn(VOCABULARY, 8, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(hidden @ table.T, labels, reduction="sum", label_smoothing=0.1) / 3
    wanted = torch.autograd.grad(theirs, (hidden, table))
    (head_loss(hidden, labels, table, 0.1) / 3).backward()  # type: ignore[no-untyped-call]
    assert hidden.grad is not None and table.grad is not None
    torch.testing.assert_close(hidden.grad, wanted[0])
    torch.testing.assert_close(table.grad, wanted[1])


def test_training_learns_and_goes_on_from_what_was_kept(network: Network, tmp_path: Path) -> None:
    def optimiser_of(one: Network) -> torch.optim.AdamW:
        return torch.optim.AdamW(one.parameters(), lr=0.01, fused=True)

    def step(one: Network, optimiser: torch.optim.Optimizer) -> float:
        loss, count = one.loss(first_rows())
        (loss / count).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        one.merge()
        return loss.item() / count

    optimiser = optimiser_of(network)
    losses = [step(network, optimiser) for _ in range(15)]
    assert losses[-1] < losses[0] - 0.2
    _save(tmp_path, network, optimiser, {"steps": 15})
    expected = step(network, optimiser), step(network, optimiser)
    base = {name: weight.float() for name, weight in network.checkpoint(torch.float32).items()}
    for key_, (weight, _, _) in network.stacks.items():
        start = 0
        for name, size in zip(network.names[key_], network.shape.outputs(key_[1]), strict=True):
            base[f"{name}.weight"] = weight[start : start + size]
            start += size
    again = Network(base, load_file(tmp_path / "adapter.safetensors"), CONFIG, scale=SCALE, compiled=False)
    again.merge()
    other = optimiser_of(again)
    assert _resume(tmp_path, again, other) == {"steps": 15}
    assert (step(again, other), step(again, other)) == pytest.approx(expected, rel=1e-4)


def test_widened_factors_change_nothing() -> None:
    a, b = torch.randn(3, 8), torch.randn(5, 3)
    wide = widened({"x.A": a, "x.B": b}, 6, seed=0)
    assert wide["x.A"].shape == (6, 8) and wide["x.B"].shape == (5, 6)
    assert torch.allclose(wide["x.B"] @ wide["x.A"], b @ a, atol=1e-6)


def test_the_cut_is_the_nearest_product_of_its_rank() -> None:
    a, b = torch.randn(6, 20), torch.randn(30, 6)
    same_a, same_b, nothing = cut(a, b, 6)
    assert torch.allclose(same_b @ same_a, b @ a, atol=1e-4) and nothing == 0
    low_a, low_b, lost = cut(a, b, 4)
    assert low_a.shape == (4, 20) and low_b.shape == (30, 4)
    assert (low_b @ low_a - b @ a).norm() / (b @ a).norm() == pytest.approx(lost, rel=1e-4)


def test_an_epoch_has_each_example_once_and_rows_are_nearly_full() -> None:
    pairs = [Pair((2, 100 + n), tuple(range(3, 4 + n % 29))) for n in range(400)]
    rows = list(islice(batches(pairs, 1, 64, seed=1, pool=400), 500))
    seen: Counter[int] = Counter()
    for one in rows:
        for number in range(1, int(one.sequence.max()) + 1):
            here = one.sequence[0] == number
            tokens = one.tokens[0][here].tolist()
            pair = pairs[tokens[1] - 100]
            assert tuple(tokens) == pair.prompt + pair.answer
            assert one.positions[0][here].tolist() == list(range(len(pair)))
            assert one.labels[0][here].tolist() == [-100, *pair.answer, -100]
            seen[tokens[1]] += 1
        if len(seen) == len(pairs):
            break
    assert max(seen.values()) == 1, "none twice before each was there once"
    used = sum(int((one.sequence > 0).sum()) for one in rows[:90])
    assert used > 0.95 * 90 * 64


def test_synthetic_sentences_say_the_same_figures_in_each_language() -> None:
    figures = {FlagCode.NUMBER_LOST, FlagCode.NUMBER_ADDED}
    made = list(sentences(300, seed=7))
    assert len(made) == 300
    for indonesian, english, japanese in made:
        for target, hypothesis in (("en", english), ("ja", japanese)):
            found = [flag for flag in check(indonesian, hypothesis, "id", target) if flag.code in figures]
            assert not found, f"{indonesian} | {hypothesis} | {found}"


@pytest.mark.parametrize(
    ("corpus", "source", "expected"),
    [
        ("kyoto-wiki", "His son was Kunitaka SHIDO of the NHK clan.", "His son was Kunitaka Shido of the NHK clan."),
        ("small-enja-tanaka", "my eyes hurt.", "My eyes hurt."),
        ("panl-bppt", "Harga  naik", "Harga naik"),
    ],
)
def test_corpora_are_mended(corpus: str, source: str, expected: str) -> None:
    assert clean(corpus, source, "別の文") == (expected, "別の文")


def test_reports_get_their_stops_back_and_copies_are_left_out() -> None:
    long = "Pemerintah kabupaten hanya diminta rekomendasi saat penentuan daerah"
    assert clean("desmond-smeru", long, "The regency is only asked") == (f"{long}.", "The regency is only asked.")
    assert clean("panl-bppt", "Jakarta!", "jakarta") is None


def test_a_mix_avoids_evaluation_texts(tmp_path: Path) -> None:
    lines = {
        "id-en": ["panl-bppt\tHarga beras naik.\tRice prices rose.", "panl-bppt\tHujan.\tIt rains.", "lo-ui\tA\tB"],
        "id-ja": ["talpco\tSaya pergi.\t私は行く。"],
        "en-ja": ["kyoto-wiki\tHe left.\t彼は去った。"],
    }
    for direction, texts in lines.items():
        with gzip.open(tmp_path / f"train.{direction}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(texts) + "\n")
    taken, counts = mix(tmp_path, {key("It rains!")}, seed=0)
    real = [one for one in taken if one[1] in {"Harga beras naik.", "Saya pergi.", "He left."}]
    assert len(real) == 3 and counts["id-en panl-bppt"] == 1
    assert not [one for one in taken if one[2] in {"It rains.", "B"}]
    assert json.dumps(taken) == json.dumps(mix(tmp_path, {key("It rains!")}, seed=0)[0])
    assert "lo-ui" not in QUOTAS["id-en"]


def test_the_mean_of_adapters_of_different_ranks_has_the_mean_of_their_products() -> None:
    adapters = [{"x.A": torch.randn(rank, 7), "x.B": torch.randn(5, rank)} for rank in (2, 3)]
    found = averaged(adapters)
    wanted = sum(one["x.B"] @ one["x.A"] for one in adapters) / 2
    torch.testing.assert_close(found["x.B"] @ found["x.A"], wanted)
    with pytest.raises(ValueError, match="not of the same modules"):
        averaged([adapters[0], adapters[1] | {"y.A": torch.zeros(2, 7)}])
