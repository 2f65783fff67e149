import random
from collections.abc import Sequence

import pytest
import torch
from starter_fixtures import TINY, one_thread, tiny, tiny_tokenizer, tiny_weights

from translate import causal
from translate.causal import CausalModel, native_dtype
from translate.decoding import Decoding
from translate.errors import DamagedModel, ModelError

__all__ = ["one_thread", "tiny"]  # fixtures
pytestmark = pytest.mark.usefixtures("one_thread")

GREEDY = Decoding()
LETTERS = random.Random(3)
# 40 prompts of 1 to 41 tokens: more than a batch, several reading widths, beyond the sliding window.
PROMPTS = ["".join(LETTERS.choice("abcdefgh ,.") for _ in range(1 + at * 7 % 41)) for at in range(40)]
LIMITS = [4 + at * 7 % 30 for at in range(40)]


def plain(model: CausalModel, prompt: str, limit: int, beams: int = 1) -> list[int]:
    """What transformers' own `generate` makes of one prompt without padding."""
    ids = torch.tensor([[model.bos, *model.tokenizer.encode(prompt, add_special_tokens=False).ids]])
    made = model.model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        num_beams=beams,
        max_new_tokens=limit,
        eos_token_id=sorted(model.stops),
        pad_token_id=model.pad,
    )
    tokens: list[int] = made[0, ids.shape[1] :].tolist()
    return tokens


def text_of(model: CausalModel, tokens: Sequence[int]) -> str:
    kept = [token for token in tokens if token not in model.stops and token != model.pad]
    return str(model.tokenizer.decode(kept)).strip()


def test_greedy_is_what_generate_makes_of_each_prompt_alone(tiny: CausalModel) -> None:
    found = tiny.generate(PROMPTS, LIMITS, GREEDY)
    wanted = [plain(tiny, prompt, limit) for prompt, limit in zip(PROMPTS, LIMITS, strict=True)]
    assert [one.text for one in found] == [text_of(tiny, tokens) for tokens in wanted]
    assert [one.complete for one in found] == [tokens[-1] in tiny.stops for tokens in wanted]
    assert {one.complete for one in found} == {True, False}, "the prompts must show both ends"


def test_a_hypothesis_does_not_depend_on_its_neighbours_in_any_bit(tiny: CausalModel) -> None:
    together = tiny.generate(PROMPTS, LIMITS, GREEDY)
    alone = [tiny.generate([p], [limit], GREEDY)[0] for p, limit in zip(PROMPTS, LIMITS, strict=True)]
    assert together == alone


def test_finished_rows_make_room_for_waiting_ones(tiny: CausalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = tiny.generate(PROMPTS, LIMITS, GREEDY)
    monkeypatch.setattr(causal, "_ROWS", 5)
    assert tiny.generate(PROMPTS, LIMITS, GREEDY) == wanted
    monkeypatch.setattr(causal, "_TOKENS", 300)
    assert tiny.generate(PROMPTS, LIMITS, GREEDY) == wanted


def test_bfloat16_stays_bfloat16_and_is_repeatable() -> None:
    weights = {name: weight.bfloat16() for name, weight in tiny_weights().items()}
    model = CausalModel(TINY, weights, tiny_tokenizer())
    assert model.dtype is torch.bfloat16
    assert model.generate(PROMPTS, LIMITS, GREEDY) == model.generate(PROMPTS[::-1], LIMITS[::-1], GREEDY)[::-1]


def test_the_score_is_the_mean_log_probability_of_what_was_made(tiny: CausalModel) -> None:
    prompt, limit = PROMPTS[5], 9
    tokens = plain(tiny, prompt, limit)
    start = [tiny.bos, *tiny.tokenizer.encode(prompt, add_special_tokens=False).ids]
    with torch.inference_mode():
        logits = tiny.model(torch.tensor([start + tokens])).logits[0, len(start) - 1 : -1]
    wanted = torch.log_softmax(logits, -1)[range(len(tokens)), tokens].mean().item()
    assert tiny.generate([prompt], [limit], GREEDY)[0].score == pytest.approx(wanted, abs=1e-4)


def test_duplicates_are_decoded_once(tiny: CausalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    greedy = CausalModel._greedy

    def watched(self: CausalModel, rows: list[causal.Row], no_repeat: int) -> None:
        seen.append(len(rows))
        greedy(self, rows, no_repeat)

    monkeypatch.setattr(CausalModel, "_greedy", watched)
    one, _, three = tiny.generate(["abc", "def", "abc"], [8, 8, 8], GREEDY)
    assert seen == [2] and one == three


def test_nothing_gives_nothing(tiny: CausalModel) -> None:
    assert tiny.generate([], [], GREEDY) == []


def test_no_repeat_looks_at_what_was_made_and_not_at_the_prompt(tiny: CausalModel) -> None:
    def repeats(decoding: Decoding) -> list[bool]:
        rows = [causal.Row(at, tiny._encode(prompt), 20) for at, prompt in enumerate(PROMPTS)]
        with torch.inference_mode():
            tiny._greedy(rows, decoding.no_repeat_ngram)
        pairs = [list(zip(row.made, row.made[1:], strict=False)) for row in rows]
        return [len(set(made)) < len(made) for made in pairs]

    assert any(repeats(GREEDY)), "nothing to forbid"
    assert not any(repeats(Decoding(no_repeat_ngram=2)))


@pytest.mark.parametrize(
    ("made", "size", "banned"),
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
def test_banned_tokens(made: list[int], size: int, banned: list[int]) -> None:
    assert causal._banned(made, size) == banned


def test_beams_are_what_generate_makes(tiny: CausalModel) -> None:
    found = tiny.generate(PROMPTS[:6], [12] * 6, Decoding(beams=3))
    assert [one.text for one in found] == [text_of(tiny, plain(tiny, p, 12, beams=3)) for p in PROMPTS[:6]]
    assert all(one.score is not None and one.score < 0 for one in found)


def test_beams_obey_no_repeat(tiny: CausalModel) -> None:
    for one in tiny.generate(PROMPTS[:6], [20] * 6, Decoding(beams=3, no_repeat_ngram=1)):
        tokens = tiny.tokenizer.encode(one.text, add_special_tokens=False).ids
        assert len(set(tokens)) == len(tokens)


def test_text_that_spells_a_special_token_is_text(tiny: CausalModel) -> None:
    assert tiny.eos not in tiny._encode("ab<eos>cd")
    assert tiny.count_tokens("ab<eos>cd") > 5


def test_a_prompt_over_the_window_is_refused(tiny: CausalModel) -> None:
    with pytest.raises(ModelError, match=r"201 tokens is too long.*256"):
        tiny.generate(["a" * 200], [100], GREEDY)


def test_weights_that_do_not_fit_are_refused() -> None:
    weights = tiny_weights()
    del weights["model.norm.weight"]
    with pytest.raises(DamagedModel, match=r"model\.norm\.weight"):
        CausalModel(TINY, weights, tiny_tokenizer())


def test_bfloat16_is_chosen_where_the_processor_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False, raising=False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False, raising=False)
    assert native_dtype() is torch.float32
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: True, raising=False)
    assert native_dtype() is torch.bfloat16
