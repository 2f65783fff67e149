"""Values of every kind for hypothesis, for the tests of what keeps them."""

from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st

from translate.document import (
    Attempt,
    Clock,
    Day,
    Fact,
    FactKind,
    Figure,
    Flag,
    FlagCode,
    FlagData,
    Notice,
    NoticeCode,
    QuantityKind,
    Refusal,
    RefusalCode,
    Step,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
scores = st.none() | st.floats(allow_nan=False, allow_infinity=False)
chances = st.none() | st.floats(0, 1)
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)
days = st.builds(Day, st.integers(1, 9999), st.none() | st.integers(1, 12)) | st.builds(
    Day, st.none() | st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)
)
clocks = st.builds(Clock, st.integers(0, 24), st.integers(0, 59), st.none() | st.just("WIB"))
VALUES = {QuantityKind.DATE: days, QuantityKind.TIME: clocks, QuantityKind.OPAQUE: texts}


def figures_of(kind: QuantityKind) -> st.SearchStrategy[Figure]:
    currency = st.sampled_from(["IDR", "CHF"]) if kind is QuantityKind.MONEY else st.none()
    return st.builds(Figure, st.just(kind), VALUES.get(kind, amounts.map(Decimal)), texts, currency)


figures = st.sampled_from(QuantityKind).flatmap(figures_of)
st.register_type_strategy(Figure, figures)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, texts)
data = st.one_of(*map(st.from_type, get_args(FlagData)))
flags = st.builds(Flag, st.sampled_from(FlagCode), st.none() | data)
several = st.lists(flags, max_size=2).map(tuple)
counts = st.integers(0, 9)
refusals = st.none() | st.builds(
    Refusal,
    st.sampled_from(RefusalCode),
    texts,
    st.none() | figures,
    st.none() | flags,
    counts,
    counts,
    st.floats(0, 1),
)
attempts = st.builds(
    Attempt, st.sampled_from(Step), texts, scores, several, texts, counts, counts, st.booleans(), refusals, chances
)
notices = st.builds(
    Notice, st.sampled_from(NoticeCode), texts, counts, counts, st.lists(counts, max_size=2).map(tuple), refusals
)


@st.composite
def facts(draw: st.DrawFn, evidence: st.SearchStrategy[tuple[int, ...]]) -> Fact:
    kind, text = draw(st.sampled_from(FactKind)), draw(texts)
    figure, unit = None, ""
    if kind in (FactKind.DATE, FactKind.TIME, FactKind.AMOUNT) and draw(st.booleans()):
        kinds = {
            FactKind.DATE: [QuantityKind.DATE],
            FactKind.TIME: [QuantityKind.TIME],
            FactKind.AMOUNT: [QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.NUMBER],
        }[kind]
        what = draw(st.sampled_from(kinds))
        unit = {QuantityKind.PERCENT: "%", QuantityKind.NUMBER: "ton"}.get(what, "")
        made = draw(figures_of(what))
        figure = Figure(what, made.value, text, made.currency)
    return Fact(kind, text, draw(texts), draw(evidence), figure, unit)
