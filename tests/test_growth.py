"""Work grows as its input does: every rule of language, checking, briefing and writing, fed with its worst kinds.

The kinds were found by trying pieces and pairs of pieces of an alphabet of marks, figures, words and scripts. Readers
have `reading/test_reading_growth.py`; `python bench/growth.py` prints the exponents.
"""

from functools import partial

import pytest
from growing import TIMES, growth
from growth_rules import PIECES, QUICK, RULES, STEPS, WHOLE_PIECES, output_of, translated

from translate.writers import to_bytes

LIMIT = TIMES**1.3  # the exponent of what counts as linear, with room for the noise of a busy machine
CHARACTERS = 1_600  # of the smaller text


def grows(rule: str, piece: str) -> float:
    RULES[rule](piece)  # libraries and tables are loaded when they are first needed
    count = max(CHARACTERS // len(piece), 1)
    found = growth(RULES[rule], piece, count, LIMIT)
    # Small works are measured with noise; what really grows too fast does so from the larger text on, too.
    return found if found < LIMIT else min(found, growth(RULES[rule], piece, TIMES * count, LIMIT))


@pytest.mark.parametrize(("rule", "piece"), QUICK)
def test_work_grows_as_the_text(rule: str, piece: str) -> None:
    assert grows(rule, piece) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_work_of_every_rule_grows_as_the_text(rule: str) -> None:
    slow = {piece: found for piece in PIECES if (found := grows(rule, piece)) >= LIMIT}
    assert not slow


@pytest.mark.slow
@pytest.mark.parametrize(("format", "piece"), WHOLE_PIECES)
def test_work_on_an_article_grows_as_the_article(format: str, piece: str) -> None:
    work = partial(translated, format)
    work(piece)
    assert growth(work, piece, 6 * CHARACTERS // len(piece), LIMIT) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("format", "piece"), WHOLE_PIECES)
def test_work_on_a_translation_grows_as_its_article(step: str, format: str, piece: str) -> None:
    STEPS[step](output_of(format, piece))
    assert growth(STEPS[step], piece, 6 * CHARACTERS // len(piece), LIMIT, partial(output_of, format)) < LIMIT


def test_work_on_a_sentence_grows_at_most_as_the_square_of_its_marks() -> None:
    work = partial(to_bytes, "md")
    work(output_of("md", "`a` "))
    square = TIMES**2.4  # a sentence holds 2,000 characters at the most
    assert growth(work, "`a` ", 110, square, partial(output_of, "md")) < square
