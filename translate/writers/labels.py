"""Labels of the outputs, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from translate.document import FactKind, FlagCode


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language. `{}` is filled by a writer."""

    language: str
    brief: str
    facts: str
    evidence: str
    translation: str
    source: str
    notes: str
    made_with: str
    reading: str  # heading of the remarks on reading the file
    advertorial: str  # {}: the mark
    sentence: str  # {}: its number
    line_of_brief: str
    empty: str  # in place of an empty translation
    attempts: str
    back: str
    model: str
    licence: str
    non_commercial: str
    decoding: str
    settings: str
    libraries: str
    input: str
    prompt: str
    date: str
    author: str
    published: str
    unflagged: str
    flagged: str  # {}: number of flagged sentences, number of all
    no_flags: str
    colon: str
    languages: Mapping[str, str]
    flags: Mapping[FlagCode, str]
    fact_kinds: Mapping[FactKind, str]

    def language_name(self, code: str) -> str:
        """Return the name of a language, or its code where we have no name."""
        return self.languages.get(code, code)


ENGLISH = Labels(
    language="en",
    brief="Brief",
    facts="Facts",
    evidence="Evidence",
    translation="Translation",
    source="Source",
    notes="Notes",
    made_with="How this was made",
    reading="On the reading of the file",
    advertorial="Paid-for content: the article carries the mark “{}”.",
    sentence="Sentence {}",
    line_of_brief="A line of the brief",
    empty="(nothing was translated here)",
    attempts="All attempts",
    back="back to the text",
    model="Model",
    licence="Licence",
    non_commercial="non-commercial use only",
    decoding="Decoding",
    settings="Settings",
    libraries="Libraries",
    input="Input, SHA-256",
    prompt="Prompt, SHA-256",
    date="Date",
    author="Author",
    published="Published",
    unflagged="The checks raised no flags. A person has not read this translation.",
    flagged="Flags on {} of {} sentences.",
    no_flags="No flags.",
    colon=": ",
    languages={"id": "Indonesian", "en": "English", "ja": "Japanese"},
    flags={
        FlagCode.REPETITION: "Repeats itself",
        FlagCode.TOO_SHORT: "Shorter than expected",
        FlagCode.TOO_LONG: "Longer than expected",
        FlagCode.SOURCE_ECHO: "Left in Indonesian",
        FlagCode.WRONG_SCRIPT: "Wrong script",
        FlagCode.NUMBER_LOST: "A number is missing",
        FlagCode.NUMBER_ADDED: "A number was added",
        FlagCode.NAME_LOST: "A name is missing",
        FlagCode.VERBATIM_LOST: "An address, code or sign is missing",
        FlagCode.TERM_IGNORED: "A glossary term was not used",
        FlagCode.LOW_SCORE: "The model was unsure",
        FlagCode.UNFINISHED: "Cut off at the length limit",
        FlagCode.SPLIT: "Translated in pieces",
    },
    fact_kinds={
        FactKind.DATE: "Dates",
        FactKind.TIME: "Times",
        FactKind.AMOUNT: "Figures",
        FactKind.PERSON: "People",
        FactKind.PLACE: "Places",
        FactKind.ORGANISATION: "Organisations",
    },
)

JAPANESE = Labels(
    language="ja",
    brief="要約",
    facts="事実",
    evidence="根拠",
    translation="訳文",
    source="原文",
    notes="注記",
    made_with="作成方法",
    reading="ファイルの読み取りについて",
    advertorial="広告記事：原文に「{}」の表示があります。",
    sentence="第{}文",
    line_of_brief="要約の一行",
    empty="（訳文なし）",
    attempts="すべての試行",
    back="本文へ戻る",
    model="モデル",
    licence="ライセンス",
    non_commercial="非商用利用に限る",
    decoding="デコーディング",
    settings="設定",
    libraries="ライブラリ",
    input="入力 SHA-256",
    prompt="プロンプト SHA-256",
    date="日付",
    author="著者",
    published="発行",
    unflagged="自動検査で指摘された箇所はありませんでした。人による確認は行われていません。",
    flagged="要確認：{}文（全{}文）",
    no_flags="自動検査による指摘なし",
    colon="：",
    languages={"id": "インドネシア語", "en": "英語", "ja": "日本語"},
    flags={
        FlagCode.REPETITION: "繰り返し",
        FlagCode.TOO_SHORT: "訳文が短すぎる",
        FlagCode.TOO_LONG: "訳文が長すぎる",
        FlagCode.SOURCE_ECHO: "インドネシア語のまま",
        FlagCode.WRONG_SCRIPT: "文字の種類が違う",
        FlagCode.NUMBER_LOST: "数字の欠落",
        FlagCode.NUMBER_ADDED: "数字の追加",
        FlagCode.NAME_LOST: "固有名の欠落",
        FlagCode.VERBATIM_LOST: "アドレスや記号の欠落",
        FlagCode.TERM_IGNORED: "用語集の訳語が未使用",
        FlagCode.LOW_SCORE: "モデルの確信度が低い",
        FlagCode.UNFINISHED: "長さの上限で途切れた",
        FlagCode.SPLIT: "分割して翻訳",
    },
    fact_kinds={
        FactKind.DATE: "日付",
        FactKind.TIME: "時刻",
        FactKind.AMOUNT: "数値",
        FactKind.PERSON: "人物",
        FactKind.PLACE: "場所",
        FactKind.ORGANISATION: "組織",
    },
)


def labels_for(language: str) -> Labels:
    """Return the labels for a language: Japanese for "ja", English for every other."""
    return JAPANESE if language == "ja" else ENGLISH
