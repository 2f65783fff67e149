"""What the search finds for a row is what `generate` of transformers finds for it alone, whatever is beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch

from translate.models.seq2seq import load, quiet
from translate.models.seq2seq.search import Generated, search

pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.filterwarnings("ignore:Unfeasible length constraints"),  # of a row with a limit below the least length
]

# Lengths of the sources, and the most tokens of each translation: some rows end, others are cut.
LENGTHS = (3, 24, 5, 17, 9, 2, 12, 4)
LIMITS = (22, 30, 1, 25, 9, 28, 16, 30)


@dataclass(frozen=True)
class Case:
    """A model with sources and the limits of their translations."""

    model: Any
    sources: list[list[int]]
    limits: tuple[int, ...]
    known: dict[str, list[Generated]] = field(default_factory=dict)

    def often(self, count: int) -> list[int]:
        """The tokens that are written most often without any rule, so that rules about them change something."""
        counted = Counter(token for row in self.alone(2) for token in row.tokens[:-1])
        return [token for token, _ in counted.most_common(count)]

    def alone(self, beams: int, **settings: Any) -> list[Generated]:
        """Each row alone, with the decoding loop of transformers."""
        name = f"{beams} {settings}"
        if name not in self.known:
            rows = zip(self.sources, self.limits, strict=True)
            self.known[name] = [self._generate([row], limit, beams, **settings)[0] for row, limit in rows]
        return self.known[name]

    def together(self, beams: int, **settings: Any) -> list[Generated]:
        """All rows in one batch, each with the longest limit, with the decoding loop of transformers."""
        return self._generate(self.sources, max(self.limits), beams, **settings)

    def _generate(self, sources: list[list[int]], limit: int, beams: int, **settings: Any) -> list[Generated]:
        ids, mask = padded(sources, self.model.config.pad_token_id)
        ends = {*self.ends, *settings.get("eos_token_id", [])}
        with quiet(), torch.inference_mode():
            made = self.model.generate(
                input_ids=ids,
                attention_mask=mask,
                max_new_tokens=limit,
                num_beams=beams,
                num_return_sequences=1,
                do_sample=False,
                return_dict_in_generate=True,
                output_scores=True,
                **settings,
            )
        found = []
        for row, tokens in enumerate(made.sequences[:, 1:].tolist()):
            ended = [at for at, token in enumerate(tokens) if token in ends]
            tokens = tokens[: ended[0] + 1] if ended else tokens
            beam = [row] * len(tokens) if beams == 1 else made.beam_indices[row].tolist()
            steps = [scores.log_softmax(-1)[at] for scores, at in zip(made.scores, beam, strict=False)]
            chosen = [float(step[token]) for step, token in zip(steps, tokens, strict=False)]
            found.append(Generated(tokens, chosen))
        return found

    @property
    def ends(self) -> set[int]:
        return {self.model.generation_config.eos_token_id}

    def searched(self, order: Sequence[int], limits: Sequence[int], beams: int, **settings: Any) -> list[Generated]:
        """The rows in a batch of this order, with the search that is tested."""
        ids, mask = padded([self.sources[row] for row in order], self.model.config.pad_token_id)
        ends = {*self.ends, *settings.get("eos_token_id", [])}
        with quiet(), torch.inference_mode():
            found = search(
                self.model, ids, mask, [limits[row] for row in order], ends, beams=beams, do_sample=False, **settings
            )
        return [found[list(order).index(row)] for row in range(len(order))]


def padded(sources: list[list[int]], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, sources))
    ids = torch.tensor([source + [pad] * (longest - len(source)) for source in sources])
    mask = torch.tensor([[1] * len(source) + [0] * (longest - len(source)) for source in sources])
    return ids, mask


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {}


@pytest.fixture(
    params=["marian_folder", *(pytest.param(name, marks=pytest.mark.slow) for name in ("nllb_folder", "madlad_folder"))]
)
def case(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    if request.param not in cases:
        cases[request.param] = case_of(load(request.getfixturevalue(request.param))._model)
    return cases[request.param]


def case_of(model: Any) -> Case:
    draw = torch.Generator().manual_seed(3)
    end = model.generation_config.eos_token_id
    sources = [[*torch.randint(4, 50, (length - 1,), generator=draw).tolist(), end] for length in LENGTHS]
    return Case(model, sources, LIMITS)


def same(found: list[Generated], expected: list[Generated]) -> None:
    assert [row.tokens for row in found] == [row.tokens for row in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.log_probabilities == pytest.approx(other.log_probabilities, abs=1e-4)


SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"early_stopping": True},
    {"early_stopping": "never"},
    {"early_stopping": "never", "length_penalty": -0.7},
    {"length_penalty": 2.0},
    {"length_penalty": 0.0, "early_stopping": True},
    {"no_repeat_ngram_size": 2},
    {"repetition_penalty": 1.5},
    {"bad_words_ids": 2},
    {"suppress_tokens": 2, "begin_suppress_tokens": 3},
    {"min_length": 7},
    {"min_new_tokens": 9, "early_stopping": "never"},
    {"forced_bos_token_id": 1, "no_repeat_ngram_size": 3},
    {"eos_token_id": 2, "early_stopping": True},
    {"eos_token_id": 1, "length_penalty": 1.3, "renormalize_logits": True},
)


def settled(case: Case, settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with, for how many tokens are concerned, those that are written most often."""
    made = dict(settings)
    for name in {"bad_words_ids", "suppress_tokens", "begin_suppress_tokens", "eos_token_id"} & set(settings):
        made[name] = case.often(settings[name])
    if "bad_words_ids" in made:
        one, *others = made["bad_words_ids"]
        made["bad_words_ids"] = [[one], [others[0], others[0]]]
    if "eos_token_id" in made:
        made["eos_token_id"] += case.ends
    if "forced_bos_token_id" in made:
        made["forced_bos_token_id"] = case.often(1)[0]
    return made


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("beams", [pytest.param(1, marks=pytest.mark.slow), 4])
def test_each_row_gets_what_it_gets_alone_in_either_order(case: Case, beams: int, settings: dict[str, Any]) -> None:
    settings = settled(case, settings)
    expected = case.alone(beams, **settings)
    rows = range(len(case.sources))
    same(case.searched(rows, case.limits, beams, **settings), expected)
    same(case.searched(rows[::-1], case.limits, beams, **settings), expected)


@pytest.mark.parametrize(
    "settings",
    [
        settings if "forced_bos_token_id" in settings else pytest.param(settings, marks=pytest.mark.slow)
        for settings in SETTINGS
        if settings.get("early_stopping") != "never"
    ],
    ids=str,
)
@pytest.mark.parametrize("beams", [1, 3])
def test_a_batch_gets_what_it_gets_from_generate(case: Case, beams: int, settings: dict[str, Any]) -> None:
    settings = settled(case, settings)
    limits = [max(case.limits)] * len(case.limits)
    same(case.searched(range(len(limits)), limits, beams, **settings), case.together(beams, **settings))


@pytest.mark.slow
def test_the_cases_end_and_are_cut_and_the_settings_change_them(marian_folder: Path) -> None:
    case = case_of(load(marian_folder)._model)
    plain = [row.tokens for row in case.alone(4)]
    assert len({len(tokens) for tokens in plain}) > 4
    assert {tokens[-1] in case.ends for tokens in plain} == {True, False}
    for settings in SETTINGS[1:]:
        assert [row.tokens for row in case.alone(4, **settled(case, settings))] != plain, settings


@contextmanager
def computed(model: Any) -> Iterator[list[int]]:
    """The number of hypotheses of each step of the decoder."""
    counts: list[int] = []

    def count(module: Any, args: Any, kwargs: Any) -> None:
        counts.append(len(kwargs["decoder_input_ids"]))

    hook = model.register_forward_pre_hook(count, with_kwargs=True)
    yield counts
    hook.remove()


@pytest.mark.parametrize("beams", [1, 4])
def test_nothing_is_computed_of_rows_whose_search_is_over(case: Case, beams: int) -> None:
    rows = range(len(case.sources))
    with computed(case.model) as together:
        case.searched(rows, case.limits, beams)
    assert together[0] == len(rows), "the beams of a row begin with one hypothesis"
    with computed(case.model) as alone:
        for row in rows:
            Case(case.model, [case.sources[row]], ()).searched([0], [case.limits[row]], beams)
    assert sum(together) == sum(alone)
    assert together[-1] < len(rows) * beams
