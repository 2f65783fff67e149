import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
import torch
from starter_fixtures import TINY, one_thread, tiny, tiny_tokenizer, tiny_weights

from translate.errors import DamagedModel, ModelError
from translate.models.decoding import Decoding, banned
from translate.models.gemma import Row, model
from translate.models.gemma.cache import Cache
from translate.models.gemma.model import CausalModel
from translate.models.gemma.network import as_transformers, native_dtype
from translate.models.gemma.search import Search

__all__ = ["one_thread", "tiny"]  # fixtures
pytestmark = pytest.mark.usefixtures("one_thread")

GREEDY = Decoding()
DECODINGS = (GREEDY, pytest.param(Decoding(beams=3, no_repeat_ngram=3), marks=pytest.mark.slow))
LETTERS = random.Random(3)
# 40 prompts of 1 to 41 tokens: more than a batch, several reading widths, beyond the sliding window.
PROMPTS = ["".join(LETTERS.choice("abcdefgh ,.") for _ in range(1 + at * 7 % 41)) for at in range(40)]
LIMITS = [4 + at * 7 % 30 for at in range(40)]


def plain(model: CausalModel, prompt: str, limit: int, beams: int = 1) -> tuple[list[int], float]:
    """Tokens and score (with beams) that transformers' own `generate` gives one prompt without padding."""
    ids = torch.tensor([[model.bos, *model.tokenizer.encode(prompt, add_special_tokens=False).ids]])
    made = as_transformers(model.network).generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        num_beams=beams,
        max_new_tokens=limit,
        eos_token_id=sorted(model.stops),
        pad_token_id=model.pad,
        return_dict_in_generate=True,
        output_scores=True,
    )
    tokens: list[int] = made.sequences[0, ids.shape[1] :].tolist()
    return tokens, float(made.sequences_scores[0]) if beams > 1 else 0.0


def text_of(model: CausalModel, tokens: Sequence[int]) -> str:
    kept = [token for token in tokens if token not in model.stops and token != model.pad]
    return str(model.tokenizer.decode(kept)).strip()


def test_greedy_is_what_generate_makes_of_each_prompt_alone(tiny: CausalModel) -> None:
    found = tiny.generate(PROMPTS, LIMITS, GREEDY)
    wanted = [plain(tiny, prompt, limit)[0] for prompt, limit in zip(PROMPTS, LIMITS, strict=True)]
    assert [one.text for one in found] == [text_of(tiny, tokens) for tokens in wanted]
    assert [one.complete for one in found] == [tokens[-1] in tiny.stops for tokens in wanted]
    assert {one.complete for one in found} == {True, False}, "the prompts must show both ends"


@pytest.mark.parametrize("decoding", DECODINGS, ids=str)
def test_a_hypothesis_does_not_depend_on_its_neighbours_in_any_bit(tiny: CausalModel, decoding: Decoding) -> None:
    together = tiny.generate(PROMPTS, LIMITS, decoding)
    alone = [tiny.generate([p], [limit], decoding)[0] for p, limit in zip(PROMPTS, LIMITS, strict=True)]
    assert together == alone


@pytest.mark.parametrize("decoding", DECODINGS, ids=str)
def test_finished_rows_make_room_for_waiting_ones(
    tiny: CausalModel, decoding: Decoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = tiny.generate(PROMPTS, LIMITS, decoding)
    monkeypatch.setattr(model, "_ROWS", 5)
    assert tiny.generate(PROMPTS, LIMITS, decoding) == wanted
    monkeypatch.setattr(model, "_TOKENS", 300)
    assert tiny.generate(PROMPTS, LIMITS, decoding) == wanted


def test_bfloat16_stays_bfloat16_and_is_repeatable() -> None:
    weights = {name: weight.bfloat16() for name, weight in tiny_weights().items()}
    model = CausalModel(TINY, weights, tiny_tokenizer())
    assert model.dtype is torch.bfloat16
    assert model.generate(PROMPTS, LIMITS, GREEDY) == model.generate(PROMPTS[::-1], LIMITS[::-1], GREEDY)[::-1]


def test_the_score_is_the_mean_log_probability_of_what_was_made(tiny: CausalModel) -> None:
    prompt, limit = PROMPTS[5], 9
    tokens, _ = plain(tiny, prompt, limit)
    start = [tiny.bos, *tiny.tokenizer.encode(prompt, add_special_tokens=False).ids]
    with torch.inference_mode():
        logits = as_transformers(tiny.network)(torch.tensor([start + tokens])).logits[0, len(start) - 1 : -1]
    wanted = torch.log_softmax(logits, -1)[range(len(tokens)), tokens].mean().item()
    assert tiny.generate([prompt], [limit], GREEDY)[0].score == pytest.approx(wanted, abs=1e-4)


def test_duplicates_are_decoded_once(tiny: CausalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    decode = CausalModel._decode

    def watched(self: CausalModel, rows: list[Row], search: Search) -> None:
        seen.append(len(rows))
        decode(self, rows, search)

    monkeypatch.setattr(CausalModel, "_decode", watched)
    one, _, three = tiny.generate(["abc", "def", "abc"], [8, 8, 8], GREEDY)
    assert seen == [2] and one == three


def test_nothing_gives_nothing(tiny: CausalModel) -> None:
    assert tiny.generate([], [], GREEDY) == []


def test_no_repeat_looks_at_what_was_made_and_not_at_the_prompt(tiny: CausalModel) -> None:
    def repeats(decoding: Decoding) -> list[bool]:
        rows = [Row(at, tiny._encode(prompt), 20) for at, prompt in enumerate(PROMPTS)]
        search = Search(decoding, tiny.stops)
        with torch.inference_mode():
            tiny._decode(rows, search)
        pairs = [list(pairwise(made)) for made, _ in search.found.values()]
        return [len(set(made)) < len(made) for made in pairs]

    assert any(repeats(GREEDY)), "nothing to forbid"
    assert not any(repeats(Decoding(no_repeat_ngram=2)))


@pytest.mark.parametrize(
    ("made", "size", "tokens"),
    [
        ([], 2, []),
        ([1], 2, []),
        ([1, 2], 0, []),
        ([1, 1], 1, [1]),
        ([1, 2, 1], 2, [2]),
        ([7, 7, 7], 2, [7]),
        ([1, 2, 3, 1, 2], 3, [3]),
    ],
)
def test_banned_tokens(made: list[int], size: int, tokens: list[int]) -> None:
    assert banned(made, size) == tokens


@pytest.mark.parametrize("beams", [2, pytest.param(5, marks=pytest.mark.slow)])
def test_beams_are_what_generate_makes_of_each_prompt_alone(tiny: CausalModel, beams: int) -> None:
    found = tiny.generate(PROMPTS, LIMITS, Decoding(beams))
    wanted = [plain(tiny, prompt, limit, beams) for prompt, limit in zip(PROMPTS, LIMITS, strict=True)]
    assert [one.text for one in found] == [text_of(tiny, tokens) for tokens, _ in wanted]
    assert [one.complete for one in found] == [tiny.stops.isdisjoint(tokens) is False for tokens, _ in wanted]
    assert [one.score for one in found] == pytest.approx([score for _, score in wanted], abs=1e-4)
    assert {one.complete for one in found} == {True, False}, "the prompts must show both ends"


def test_beams_obey_no_repeat(tiny: CausalModel) -> None:
    found = tiny.generate(PROMPTS[:6], [20] * 6, Decoding(beams=3, no_repeat_ngram=1))
    written = [tiny.tokenizer.encode(one.text, add_special_tokens=False).ids for one in found]
    assert max(map(len, written)) > 5
    for tokens in written:
        assert len(set(tokens)) == len(tokens)


def test_text_that_spells_a_special_token_is_text(tiny: CausalModel) -> None:
    assert tiny.eos not in tiny._encode("ab<eos>cd")
    assert tiny.count_tokens("ab<eos>cd") > 5


def test_a_prompt_over_the_window_is_refused(tiny: CausalModel) -> None:
    with pytest.raises(ModelError, match=r"201 tokens is too long.*256"):
        tiny.generate(["a" * 200], [100], GREEDY)


def test_weights_that_do_not_fit_are_refused() -> None:
    def refused(message: str, **changed: torch.Tensor | None) -> None:
        weights = {**tiny_weights(), **{name.replace("__", "."): weight for name, weight in changed.items()}}
        with pytest.raises(DamagedModel, match=message):
            left = {name: weight for name, weight in weights.items() if weight is not None}
            CausalModel(TINY, left, tiny_tokenizer())

    refused(r"model\.norm\.weight is missing", model__norm__weight=None)
    refused(r"model\.norm\.weight is \(31,\), not \(32,\)", model__norm__weight=torch.zeros(31))
    refused(r"it has no model\.norm\.bias", model__norm__bias=torch.zeros(32))


def test_the_network_is_that_of_transformers_and_shares_its_weights(tiny: CausalModel) -> None:
    whole = as_transformers(tiny.network)
    ids = torch.tensor([tiny._encode("ikan di pasar, hujan deras dari gunung")])  # beyond the sliding window of 24
    cache = Cache(tiny.network.read(ids[:, :-1]).keys, 1, ids.shape[1])
    with torch.inference_mode():
        cache.put(0, tiny.network.read(ids[:, :-1]), torch.tensor([0]))
        cache.lengths[0] = ids.shape[1] - 1
        made = tiny.network.step(ids[:, -1], cache, [(0, 1, ids.shape[1])])
        torch.testing.assert_close(made, whole(ids).logits[:, -1], rtol=1e-5, atol=1e-5)
    stacked = tiny.network.weights["model.layers.2.mlp.up_proj.weight"]
    assert whole.model.layers[2].mlp.up_proj.weight.data_ptr() == stacked.data_ptr()


def test_bfloat16_is_chosen_where_the_processor_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False, raising=False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False, raising=False)
    assert native_dtype() is torch.float32
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: True, raising=False)
    assert native_dtype() is torch.bfloat16
