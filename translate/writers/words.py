"""The wording of values in English and Japanese, side by side.

Templates of `str.format`: `{0}` is the value; `wording` fills in the other names.
"""

from __future__ import annotations

from collections.abc import Mapping

from translate.document import FlagCode, NoticeCode, RefusalCode, Step
from translate.document.flags import (
    Compression,
    CurrencyChanged,
    Empty,
    Figures,
    ForeignLetters,
    IgnoredTerm,
    JapaneseShare,
    LengthRatio,
    Loop,
    LostNames,
    LostPlaceholder,
    LostVerbatim,
    LowConfidence,
    NoKana,
    OverBudget,
    SimplifiedCharacters,
    Untranslated,
)

Words = tuple[str, str]  # English, Japanese

FLAGS: Mapping[tuple[FlagCode, type], Words] = {
    (FlagCode.TOO_SHORT, Empty): ("the translation is empty", "訳文がない"),
    (FlagCode.TOO_SHORT, LengthRatio): (
        "{value} of the source's length, where {0.limit:.2f} is the least",
        "原文の{value}倍の長さ（下限は{0.limit:.2f}倍）",
    ),
    (FlagCode.TOO_LONG, LengthRatio): (
        "{value} of the source's length, where {0.limit:.2f} is the most",
        "原文の{value}倍の長さ（上限は{0.limit:.2f}倍）",
    ),
    (FlagCode.UNFINISHED, type(None)): (
        "the length limit ended the translation",
        "長さの上限で訳文が終わっている",
    ),
    (FlagCode.REPETITION, Loop): (
        '"{0.text}" is said {0.times} times; compression ratio {0.compression:.1f}',
        "「{0.text}」が{0.times}回、圧縮率{0.compression:.1f}",
    ),
    (FlagCode.REPETITION, Compression): (
        "compression ratio {value} is over {0.limit}",
        "圧縮率{value}（上限は{0.limit}）",
    ),
    (FlagCode.SOURCE_ECHO, Untranslated): (
        '{count} of {0.total} source words are left untranslated: "{listed}"',
        "原文{0.total}語中{count}語が未訳：「{listed}」",
    ),
    (FlagCode.WRONG_SCRIPT, ForeignLetters): ("{0.count} letters are {script}", "{0.count}字が{script}"),
    (FlagCode.WRONG_SCRIPT, JapaneseShare): (
        "{0.share:.0%} of the letters are Japanese",
        "日本語の文字は{0.share:.0%}のみ",
    ),
    (FlagCode.WRONG_SCRIPT, SimplifiedCharacters): (
        "{0.characters} are Chinese, not Japanese characters",
        "日本語にない簡体字：{0.characters}",
    ),
    (FlagCode.WRONG_SCRIPT, NoKana): ("{0.count} Chinese characters and no kana", "漢字{0.count}字、仮名なし"),
    (FlagCode.NUMBER_LOST, Figures): ("{listed} {are} not in the translation", "{listed}が訳文にない"),
    (FlagCode.NUMBER_LOST, CurrencyChanged): (
        "{figure} has become an amount in {0.currency}",
        "{figure}の通貨が{0.currency}になっている",
    ),
    (FlagCode.NUMBER_ADDED, Figures): (
        "{listed} {are} in the translation but not in the source",
        "{listed}は訳文にあるが原文にない",
    ),
    (FlagCode.NAME_LOST, LostNames): (
        "{listed} {are} not in the translation ({sure})",
        "{listed}が訳文にない（{sure}）",
    ),
    (FlagCode.VERBATIM_LOST, LostVerbatim): ("{listed} {are} not in the translation", "{listed}が訳文にない"),
    (FlagCode.TERM_IGNORED, IgnoredTerm): (
        '"{0.term}" is not translated as "{0.expected}"',
        "「{0.term}」が「{0.expected}」と訳されていない",
    ),
    (FlagCode.TERM_IGNORED, LostPlaceholder): (
        'the place of "{0.expected}" was lost',
        "「{0.expected}」の位置が失われた",
    ),
    (FlagCode.LOW_SCORE, LowConfidence): (
        "the model's confidence is {value}, below the threshold of {bound}",
        "モデルの確信度は{value}で、しきい値の{bound}を下回る",
    ),
    (FlagCode.SPLIT, OverBudget): (
        "{0.tokens} tokens, the model takes {0.budget}: translated in pieces",
        "{0.tokens}トークン（モデルの上限は{0.budget}）のため分割して翻訳",
    ),
}

STEPS: Mapping[Step, Words] = {
    Step.AS_ASKED: ("as asked", "通常の翻訳"),
    Step.WITH_GLOSSARY: ("with the glossary", "用語集の訳語を入れて翻訳"),
    Step.NO_REPEAT: ("no repeated {0.no_repeat_ngram}-grams", "{0.no_repeat_ngram}トークンの繰り返しを禁止"),
    Step.IN_PARTS: ("in two parts", "二つに分けて翻訳"),
    Step.FALLBACK: ("by {0.model}", "{0.model}による翻訳"),
    Step.POST_EDIT: ("post-edited by {0.model}", "{0.model}による訂正"),
    Step.IMPORTED: ("from an imported memory", "取り込んだ翻訳メモリー"),
    Step.UNKNOWN: ("in a way that this version does not know", "この版では不明な方法"),
}
BEAMS: Words = (", {0.beams} beams", "、ビーム幅{0.beams}")
REFUSED: Words = ("; refused: {reason}", "；不採用：{reason}")
NO_ANSWER: Words = ("; no answer: {reason}", "；回答なし：{reason}")
REWRITTEN: Words = ("; numbers rewritten", "；数字の表記を変更")

REFUSALS: Mapping[RefusalCode, Words] = {
    RefusalCode.EMPTY: ("it is empty", "空である"),
    RefusalCode.SEVERAL_LINES: ("it has {0.count} lines", "{0.count}行ある"),
    RefusalCode.HUGE: ("it has {0.count} characters", "{0.count}字ある"),
    RefusalCode.CUT_OFF: ("it breaks off at the length limit", "長さの上限で途切れている"),
    RefusalCode.COMMENT: ("it holds a comment", "説明文が混じっている"),
    RefusalCode.TOO_MANY_WORDS: (
        "it has {0.count} words, where at most {0.limit} were asked for",
        "{0.count}語ある（指定は{0.limit}語以内）",
    ),
    RefusalCode.TOO_MANY_CHARACTERS: (
        "it has {0.count} characters, where at most {0.limit} were asked for",
        "{0.count}字ある（指定は{0.limit}字以内）",
    ),
    RefusalCode.MARKUP: ("it holds marks of a markup language", "マークアップの記号を含む"),
    RefusalCode.CONTROL_CHARACTERS: ("it holds control characters", "制御文字を含む"),
    RefusalCode.WRONG_LANGUAGE: ("it is not in the language asked for{flag}", "指定の言語ではない{flag}"),
    RefusalCode.REPETITION: ("it repeats itself{flag}", "繰り返しがある{flag}"),
    RefusalCode.ADDRESS: ("it names an address that is not in the article", "記事にないアドレスを含む"),
    RefusalCode.INSTRUCTIONS: ("it says what it was told to do", "指示文をそのまま含む"),
    RefusalCode.SAME_LINE: ("another line says the same", "別の行と同じ内容である"),
    RefusalCode.NO_EVIDENCE: ("it rests on no sentence of the article", "根拠となる文が記事にない"),
    RefusalCode.FIGURE: ("{figure} is not in its evidence", "{figure}が根拠の文にない"),
    RefusalCode.DIGITS: ("{0.text} is not in its evidence", "{0.text}が根拠の文にない"),
    RefusalCode.NAME: ('"{0.text}" is not in its evidence', "「{0.text}」が根拠の文にない"),
    RefusalCode.AMOUNT: ('"{0.text}" is not in its evidence', "「{0.text}」が根拠の文にない"),
    RefusalCode.QUOTATION: ("it quotes words that its evidence does not have", "根拠の文にない引用を含む"),
    RefusalCode.NEGATION_ADDED: (
        "it says that something is not so, its evidence does not",
        "否定しているが、根拠の文は否定していない",
    ),
    RefusalCode.NEGATION_LOST: (
        "its evidence says that something is not so, and it does not",
        "根拠の文は否定しているが、否定していない",
    ),
    RefusalCode.OTHER_WORDS: (
        "only {0.share:.0%} of its words are in its evidence",
        "語の{0.share:.0%}しか根拠の文にない",
    ),
    RefusalCode.EVIDENCE_ORDERS: (
        "it rests on a sentence that gives orders to a model",
        "根拠の文がモデルへの命令を含む",
    ),
    RefusalCode.EDIT_QUOTES: ("it quotes, and the sentence does not", "原文にない引用を含む"),
    RefusalCode.EDIT_NEGATION_ADDED: (
        "it says that something is not so, the sentence does not",
        "否定しているが、原文は否定していない",
    ),
    RefusalCode.EDIT_NEGATION_LOST: (
        "the sentence says that something is not so, and it does not",
        "原文は否定しているが、否定していない",
    ),
    RefusalCode.SOURCE_ORDERS: (
        "the sentence gives orders to a model, and was not sent",
        "原文がモデルへの命令を含むため送らなかった",
    ),
    RefusalCode.SOURCE_TOO_LONG: (
        "the sentence is too long for the model, and was not sent",
        "原文がモデルには長すぎるため送らなかった",
    ),
    RefusalCode.NOT_WRITTEN: ("the model wrote no line for it", "モデルがこの行を書かなかった"),
    RefusalCode.FAILED: ("{0.text}", "{0.text}"),
    RefusalCode.GIVEN_UP: (
        "it failed {0.count} times in a row, and is asked no more",
        "続けて{0.count}回失敗したため、もう尋ねない",
    ),
    RefusalCode.PROSE: ("{0.text}", "{0.text}"),
}

NOTICES: Mapping[NoticeCode, Words] = {
    NoticeCode.ADVERTORIAL: (
        "Paid content: the article carries the mark {0.text}.",
        "広告記事：原文に{0.text}の表示があります。",
    ),
    NoticeCode.FLAGGED: (
        "{0.count} of {0.total} segments {have} flags: read {them} with care.",
        "{0.total}文のうち{0.count}文の訳に疑問点があります。注意してお読みください。",
    ),
    NoticeCode.PASSED_OVER: (
        "Left out of the brief because the translation failed its checks: sentence {segments}.",
        "訳文が検査を通らなかったため、要約から除いた文：第{segments}文。",
    ),
    NoticeCode.TOO_LONG: (
        "The brief is longer than was asked for (words: {0.count}): no whole sentence is as short as that.",
        "{0.count}字以内に収まる文がないため、要約は指定より長くなっています。",
    ),
    NoticeCode.WRITTEN: (
        "{0.count} of {0.total} points were written by the model {0.text}. Their numbers, names and quotations were "
        "found in the sentences they name; whether they put them together rightly was not checked.",
        "要点{0.total}件のうち{0.count}件はモデル{0.text}が書いたものです。数字、名前、引用が根拠の文にあることは"
        "確認しましたが、その組み合わせが正しいかどうかは確認していません。",
    ),
    NoticeCode.REPLACED: (
        "Point {0.count} is a sentence of the article, in the place of a line of the model: {reason}.",
        "要点{0.count}は、モデルの文の代わりに置いた記事の文です：{reason}。",
    ),
    NoticeCode.REFUSED: ("A line of the model was left out: {reason}.", "モデルの文を一つ除きました：{reason}。"),
    NoticeCode.UNWRITTEN: (
        "The model wrote no brief, so sentences of the article stand here: {0.text}",
        "モデルが要約を書けなかったため、記事の文を載せています：{0.text}",
    ),
    NoticeCode.PROSE: ("{0.text}", "{0.text}"),
}

# The bundled models, whose translations are drafts.
DRAFTING = frozenset({"student", "student-ja"})
GRADE_DRAFT: Words = (
    "Machine draft by the {0}; not read by a person.",
    "{0}による機械翻訳の下書き（人による確認なし）。",
)
GRADE: Words = ("Machine translation by {0}; not read by a person.", "{0}による機械翻訳（人による確認なし）。")
ESTIMATED: Words = (
    "the model's estimated confidence is {value}, below the threshold of {bound}",
    "モデルの推定確信度は{value}で、しきい値の{bound}を下回る",
)
MORE: Words = ("{0} more", "ほか{0}件")
NAME: Words = ('"{0.text}"', "「{0.text}」")
SPELT: Words = ('"{0.text}" (it has "{0.nearest}")', "「{0.text}」（訳文では「{0.nearest}」）")
SOUNDING: Words = (
    '"{0.text}" (nearest in sound: {0.nearest} {0.likeness:.2f} of {0.needed})',
    "「{0.text}」（音の近さ：「{0.nearest}」{0.likeness:.2f}、基準{0.needed}）",
)
SURE: Mapping[bool, Words] = {True: ("sure", "確実"), False: ("likely", "おそらく")}
SCRIPTS = {
    "Hangul": "ハングル",
    "Cyrillic": "キリル文字",
    "Arabic": "アラビア文字",
    "Thai": "タイ文字",
    "Devanagari": "デーヴァナーガリー文字",
    "Greek": "ギリシャ文字",
    "Hebrew": "ヘブライ文字",
    "Tamil": "タミル文字",
    "kana": "仮名",
    "Chinese characters": "漢字",
}
