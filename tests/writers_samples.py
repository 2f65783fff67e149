"""Translations made by hand, for the tests of the writers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from translate.document import (
    Attempt,
    Brief,
    Day,
    Document,
    Fact,
    FactKind,
    Figure,
    Flag,
    FlagCode,
    Kind,
    ModelInfo,
    Notice,
    NoticeCode,
    Paragraph,
    Point,
    QuantityKind,
    Refusal,
    RefusalCode,
    Role,
    Segment,
    Sentence,
    Signature,
    Source,
    Step,
    Translation,
)
from translate.document.flags import Empty, Figures, JapaneseShare, LostName, LostNames, LowConfidence, Prose
from translate.writers import Output

Said = tuple[str, str]  # a source sentence and its translation
SHA = "5f3c9a0b" * 8


def signature(target: str = "en", *, non_commercial: bool = False) -> Signature:
    licence = "CC-BY-NC-4.0" if non_commercial else "Apache-2.0"
    return Signature(
        warta="0.1.0",
        models=(ModelInfo("opus-id-en", "c1a9ab7ff3c2" * 3, "marian", licence, non_commercial),),
        decoding="beam-4",
        source="id",
        target=target,
        input_sha256=SHA,
        libraries=(("torch", "2.9.1"), ("transformers", "5.20.0")),
        settings=(("retry", "norepeat-3,split"),),
    )


def build(
    blocks: list[tuple[Kind, list[Said]]],
    target: str = "en",
    *,
    between: str = "\n\n",
    after: str = "\n",
    roles: dict[str, Role] | None = None,
    source: Source = Source("berita.txt", sha256=SHA),  # noqa: B008  (frozen)
) -> Translation:
    """Lay paragraphs out as a text file has them; `roles` are by source sentence."""
    text, paragraphs, segments = "", [], []
    for kind, sentences in blocks:
        text += between if text else ""
        made = []
        for place, (said, translated) in enumerate(sentences):
            raw = said + (" " if place + 1 < len(sentences) else "")
            made.append(Sentence(raw, len(text), len(text) + len(raw), (roles or {}).get(said, Role.TEXT)))
            segments.append(Segment(made[-1], translated, -0.42))
            text += raw
        paragraphs.append(Paragraph(tuple(made), kind))
    document = Document(text + after, tuple(paragraphs), source=source)
    return Translation(document, target, tuple(segments), signature(target))


def flagged(translation: Translation, index: int, *flags: Flag, attempts: tuple[Attempt, ...] = ()) -> Translation:
    segments = list(translation.segments)
    segments[index] = replace(segments[index], flags=flags, attempts=attempts)
    return replace(translation, segments=tuple(segments))


def rupiah(amount: str, text: str) -> Figure:
    return Figure(QuantityKind.MONEY, Decimal(amount), text, "IDR")


def english() -> Output:
    """An advertorial with a doubt, a passage that came out empty, and a brief."""
    translation = build(
        [
            (Kind.TITLE, [("Pelabuhan Teluk Biru layani kapal listrik", "Teluk Biru port serves electric ships")]),
            (
                Kind.BODY,
                [
                    ("Balikpapan –", "Balikpapan –"),
                    (
                        "Pelabuhan Teluk Biru mulai melayani kapal listrik pada Senin, 23/10/2023.",
                        "Teluk Biru port began to serve electric ships on Monday, 23 October 2023.",
                    ),
                    (
                        "Pemerintah kota menyiapkan anggaran Rp 12,5 miliar untuk 65,8 kilometer jaringan kabel.",
                        "The city government has prepared a budget of Rp 12.5 billion for the cable network.",
                    ),
                ],
            ),
            (
                Kind.BODY,
                [
                    (
                        "“Kami ingin pelabuhan yang tenang,” kata Wali Kota Sri Lestari di dermaga.",
                        "“We want a quiet port,” said Mayor Sri Lestari on the quay.",
                    ),
                    ("Nelayan setempat menyambut baik rencana itu.", "Local fishermen welcomed the plan."),
                ],
            ),
            (Kind.HEADING, [("Jadwal dan tarif", "Schedule and fares")]),
            (Kind.LIST, [("Berangkat pukul 07.30 WITA", "Departs at 7:30 a.m. WITA")]),
            (Kind.LIST, [("Tarif Rp 15.000 per orang", "Fare Rp 15,000 per person")]),
            (Kind.QUOTE, [("Laut adalah halaman depan kita.", "The sea is our front yard.")]),
            (Kind.CAPTION, [("Kapal listrik di dermaga.", "An electric ship at the quay.")]),
            (Kind.BODY, [("Hmmm.", "")]),
            (Kind.BOILERPLATE, [("(Adv/Diskominfo)", "(Adv/Diskominfo)")]),
        ],
        roles={"Balikpapan –": Role.DATELINE, "(Adv/Diskominfo)": Role.ADVERTORIAL},
    )
    lost = Flag(FlagCode.NUMBER_LOST, Figures((Figure(QuantityKind.NUMBER, Decimal("65.8"), "65,8"),)))
    tried = (
        Attempt(Step.AS_ASKED, "The city has prepared Rp 12.5 billion.", -0.91, (lost,)),
        Attempt(Step.NO_REPEAT, translation.segments[3].text, -0.42, (lost,), no_repeat_ngram=3),
    )
    translation = flagged(translation, 3, lost, Flag(FlagCode.LOW_SCORE, LowConfidence(0.15, 0.4)), attempts=tried)
    translation = flagged(translation, 11, Flag(FlagCode.TOO_SHORT, Empty()))
    document = replace(
        translation.document, author="Rina", date="2023-10-24", notes=("The encoding was guessed: windows-1252.",)
    )
    translation = replace(translation, document=document)
    brief = Brief(
        headline=Point("Teluk Biru port serves electric ships", (0,)),
        points=(
            Point(translation.segments[2].text, (2,)),
            Point(translation.segments[3].text, (3,), (lost,)),
            Point("Mayor Sri Lestari wants a quiet port, and fishermen agree.", (4, 5)),
        ),
        facts=(
            Fact(
                FactKind.DATE,
                "23/10/2023",
                "23 October 2023",
                (2,),
                Figure(QuantityKind.DATE, Day(2023, 10, 23), "23/10/2023"),
            ),
            Fact(FactKind.AMOUNT, "Rp 12,5 miliar", "Rp 12.5 billion", (3,), rupiah("12500000000", "Rp 12,5 miliar")),
            Fact(FactKind.AMOUNT, "Rp 15.000", "Rp 15,000", (8,), rupiah("15000", "Rp 15.000")),
            Fact(FactKind.PERSON, "Sri Lestari", "Sri Lestari", (4,)),
            Fact(FactKind.PLACE, "Teluk Biru", "Teluk Biru", (0, 2)),
        ),
        language="en",
        signature=replace(translation.signature, settings=(("retry", "norepeat-3,split"), ("summarizer", "textrank"))),
        notices=(Notice(NoticeCode.ADVERTORIAL, "(Adv/Diskominfo)"),),
    )
    return Output(translation, brief)


def japanese() -> Output:
    """A translation under a non-commercial licence with a doubt and a brief."""
    translation = build(
        [
            (Kind.TITLE, [("Panen padi naik di Lembah Hijau", "レンバ・ヒジャウで稲の収穫が増加")]),
            (
                Kind.BODY,
                [
                    ("Petani Lembah Hijau memanen 1.250 ton padi.", "レンバ・ヒジャウの農家は稲を1,250トン収穫した。"),
                    ("Hujan datang lebih awal tahun ini.", "今年は雨が早く来た。"),
                ],
            ),
            (Kind.BODY, [("“Kami bersyukur,” kata Pak Darma.", "「感謝しています」とPak Darmaは語った。")]),
        ],
        "ja",
    )
    doubt = Flag(FlagCode.WRONG_SCRIPT, JapaneseShare(0.2))
    translation = flagged(translation, 3, doubt)
    translation = replace(translation, signature=signature("ja", non_commercial=True))
    brief = Brief(
        headline=Point("レンバ・ヒジャウで稲の収穫が増加", (0,)),
        points=(Point(translation.segments[1].text, (1,)), Point(translation.segments[3].text, (3,), (doubt,))),
        facts=(
            Fact(
                FactKind.AMOUNT,
                "1.250 ton",
                "1,250トン",
                (1,),
                Figure(QuantityKind.NUMBER, Decimal(1250), "1.250 ton"),
                "ton",
            ),
        ),
        language="ja",
        signature=translation.signature,
    )
    return Output(translation, brief)


MARKDOWN = """---
tags: laut
---

# Kapal baru

Kata [Dinas Laut](https://laut.example/a_(b)) hari ini, jalankan `kapal --uji`.[^1] Lihat [panduan lengkap][p].

```python
print("jangan *diterjemahkan*")
```

| Kota | Tarif |
|------|-------|
| Biru | murah |

- ![Foto dermaga](img/dermaga.png) baru

[^1]: Catatan kaki.

[p]: https://panduan.example/satu
"""


def markdown() -> Translation:
    """A Markdown article; the spans are found in its text, and `text` is without the inline marks."""
    said = [
        (Kind.TITLE, [("Kapal baru", "Kapal baru", "A new ship")]),
        (
            Kind.BODY,
            [
                (
                    "Kata [Dinas Laut](https://laut.example/a_(b)) hari ini, jalankan `kapal --uji`.[^1] ",
                    "Kata Dinas Laut hari ini, jalankan kapal --uji.[^1] ",
                    "Dinas Laut says today, run kapal --uji.",
                ),
                ("Lihat [panduan lengkap][p].", "Lihat panduan lengkap.", "See the *complete* guide."),
            ],
        ),
        (Kind.BODY, [("Kota", "Kota", "City")]),
        (Kind.BODY, [("Tarif", "Tarif", "Fare | price")]),
        (Kind.BODY, [("Biru", "Biru", "Biru")]),
        (Kind.BODY, [("murah", "murah", "cheap")]),
        (Kind.LIST, [("![Foto dermaga](img/dermaga.png) baru", "Foto dermaga baru", "# A new photo of the quay")]),
    ]
    paragraphs, segments, at = [], [], 0
    for kind, sentences in said:
        made = []
        for raw, plain, translated in sentences:
            start = MARKDOWN.index(raw, at)
            at = start + len(raw)
            made.append(Sentence(plain, start, at))
            segments.append(Segment(made[-1], translated))
        paragraphs.append(Paragraph(tuple(made), kind))
    document = Document(MARKDOWN, tuple(paragraphs), source=Source("kapal.md", "md", SHA))
    return Translation(document, "en", tuple(segments), signature())


HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


def hostile() -> Output:
    """Every field that comes from outside tries to get out of its place."""
    quote = "\"' onmouseover='x' --> ]]> </style></title><svg onload=alert(1)>"
    translation = build(
        [
            (Kind.TITLE, [(f"Judul {HOSTILE}", f"Title {HOSTILE}")]),
            (Kind.BODY, [(f"Isi {quote}", f"Body {quote} \x1b[2J\x00\x9b31m"), (HOSTILE, HOSTILE)]),
            (Kind.BODY, [("javascript:alert(1)", "javascript:alert(1) \u202eesrever")]),
        ],
        source=Source(f'{HOSTILE}".txt', sha256=SHA),
    )
    doubt = Flag(FlagCode.NAME_LOST, LostNames((LostName(quote, sure=True),)))
    tried = tuple(Attempt(Step.FALLBACK, text, model=model) for model, text in ((HOSTILE, quote), (quote, HOSTILE)))
    translation = flagged(translation, 1, doubt, attempts=tried)
    document = replace(translation.document, author=quote, date=HOSTILE, notes=(HOSTILE,), language='id"><script>')
    bad = replace(translation.signature, decoding=HOSTILE, models=(ModelInfo(quote, HOSTILE, HOSTILE, quote, True),))
    translation = replace(translation, document=document, signature=bad)
    brief = Brief(
        headline=Point(f"Title {HOSTILE}", (0,)),
        points=(Point(quote, (1, 2), (doubt, Flag(FlagCode.NAME_LOST, Prose(HOSTILE)))),),
        facts=(Fact(FactKind.PERSON, HOSTILE, quote, (3,)),),
        language="en",
        signature=bad,
        notices=(Notice(NoticeCode.PROSE, HOSTILE),),
    )
    return Output(translation, brief)


def documented() -> Output:
    """The example of docs/json.md: a doubt, a retry, and a brief with a line that was refused."""
    source, said = "Anggaran tanggul Rp 12,5 miliar untuk 43 desa.", "The dyke budget is Rp 12.5 billion."
    translation = build([(Kind.BODY, [(source, said)])], after="")
    villages = Figure(QuantityKind.NUMBER, Decimal(43), "43")
    lost = Flag(FlagCode.NUMBER_LOST, Figures((villages,)))
    tried = (
        Attempt(Step.AS_ASKED, said, -0.42, (lost,), "opus-id-en"),
        Attempt(Step.POST_EDIT, said, -0.42, (lost,), "qwen3:4b", refusal=Refusal(RefusalCode.SEVERAL_LINES, count=2)),
    )
    translation = flagged(translation, 0, lost, attempts=tried)
    lie = Refusal(RefusalCode.FIGURE, figure=Figure(QuantityKind.MONEY, Decimal(15 * 10**9), "Rp 15 billion", "IDR"))
    brief = Brief(
        headline=Point(said, (0,)),
        points=(Point(said, (0,), refusal=lie),),
        facts=(
            Fact(FactKind.AMOUNT, "Rp 12,5 miliar", "Rp 12.5 billion", (0,), rupiah("12500000000", "Rp 12,5 miliar")),
        ),
        language="en",
        signature=translation.signature,
        notices=(Notice(NoticeCode.FLAGGED, count=1, total=1), Notice(NoticeCode.REPLACED, count=1, refusal=lie)),
    )
    return Output(translation, brief)


def one_paragraph() -> Output:
    """The least there is: a sentence, no flag, no brief."""
    return Output(build([(Kind.BODY, [("Harga beras naik.", "The price of rice has risen.")])]))


def empty() -> Output:
    """Nothing was translated, and no article had a sentence."""
    return Output(Translation(Document("", ()), "en", (), signature()))


def hollow() -> Output:
    """Every segment came out empty."""
    return Output(build([(Kind.BODY, [("Satu.", ""), ("Dua.", " ")]), (Kind.BODY, [("Tiga.", "")])]))


def every_output() -> dict[str, Output]:
    return {
        "english": english(),
        "english brief": replace(english(), whole=False),
        "japanese": japanese(),
        "markdown": Output(markdown()),
        "markdown with brief": Output(markdown(), replace(english().brief or japanese_brief(), points=(), facts=())),
        "hostile": hostile(),
        "hostile brief": replace(hostile(), whole=False),
        "one paragraph": one_paragraph(),
        "empty": empty(),
        "hollow": hollow(),
    }


def japanese_brief() -> Brief:
    brief = japanese().brief
    assert brief is not None
    return brief
