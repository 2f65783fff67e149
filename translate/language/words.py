"""Words for comparing sentences, and signs that a sentence cannot be understood without the one before it.

Words without stop words for Indonesian and English, and pairs of neighbouring characters for Japanese, which writes no
spaces. Stripping affixes from Indonesian words was tried: no gain (bench/history.md), so they stay as written.
"""

from __future__ import annotations

import re

from translate.document import Document
from translate.language.data import word_lists
from translate.patterns import regex

WORD = regex(r"\w+(?:[-’'.,]\w+)*")
# Addresses of pages, mail and networks: none of it is language. A domain is tried from its first label
# alone, or a long run of labels would be read once for each of them.
ADDRESS = regex(
    r"https?://\S+|www\.\S+|(?<!\S)\S+@\S+|[@#]\w+"
    r"|(?<![\w-])(?<![\w-]\.)[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|id|jp)\b(?:/\S*)?",
    re.I,
)
LATIN = regex(r"[A-Za-z0-9]+")
JAPANESE = regex(r"[\u3040-\u30ff\u3400-\u9fff々ー]+")

STOP_WORDS = word_lists("translate.language", "data/stop_words.txt")  # by language
# Words at the start of a sentence that refer to the sentence before.
DANGLING = {
    "id": regex(
        r"""(?:akibatnya|apalagi|bahkan|begitu|demikian|dengan\ (?:begitu|demikian)|di\ sisi\ lain|dia|hal\ (?:ini|itu|
        tersebut|senada|serupa)|ia|ini|itu|itulah|inilah|karena\ itu|karenanya|kemudian|lalu|lanjut\w*|maka|mereka|
        namun|nah|nantinya|oleh\ (?:karena|sebab)\ itu|padahal|pasalnya|sebab|sebaliknya|sedangkan|sehingga|selain\ itu|
        selanjutnya|sementara(?:\ itu)?|setelah\ itu|tak\ hanya\ itu|tambah\w*|tapi|terlebih|tetapi|ujar\w*|untuk\ itu|
        ya)\b""",
        re.I | re.X,
    ),
    "en": regex(
        r"""(?:although\ this|and|because\ of\ this|but|he|however|in\ addition|it|meanwhile|moreover|she|so|such|
        that|therefore|these|they|this|those|thus)\b""",
        re.I | re.X,
    ),
    "ja": regex(r"しかし|また|そのため|それ|これ|その|この|彼|彼女|一方|さらに|だが|ただし|そして|なお"),
}


def has_letters(text: str) -> bool:
    """Return whether there is any letter in `text`: "***" and "1." have none."""
    return any(character.isalpha() for character in text)


def terms(text: str, language: str) -> list[str]:
    """Return the content words of a text, in Japanese its pairs of characters, in lower case.

    >>> terms("Wali kota itu membuka pelabuhan baru.", "id")
    ['wali', 'kota', 'membuka', 'pelabuhan']
    >>> terms("港が開く", "ja")
    ['港が', 'が開', '開く']
    """
    if language == "ja":
        pairs = [run[i : i + 2] for run in JAPANESE.findall(text) for i in range(max(1, len(run) - 1))]
        return pairs + [word.lower() for word in LATIN.findall(text)]
    words = [word.lower() for word in WORD.findall(text)]
    return [word for word in words if word not in STOP_WORDS.get(language, frozenset())]


def dangling(text: str, language: str) -> bool:
    """Return whether `text` begins with a pronoun or connective that refers to the sentence before."""
    pattern = DANGLING.get(language)
    return bool(pattern and pattern.match(text.lstrip(" \t\n\"'“”‘’「『-–")))


def inside_quotes(document: Document) -> frozenset[int]:
    """Return the indices of the sentences that begin inside a quotation which an earlier sentence opened."""
    found, index = set(), 0
    for paragraph in document.paragraphs:
        is_open = False  # a quotation that is never closed ends with its paragraph
        for sentence in paragraph.sentences:
            if is_open and not sentence.text.lstrip().startswith(("“", "「")):
                found.add(index)
            is_open = _open_after(sentence.text, is_open)
            index += 1
    return frozenset(found)


def _open_after(text: str, is_open: bool) -> bool:
    for character in text:
        if character in "“「":
            is_open = True
        elif character == "」":
            is_open = False
        elif character in '"”':  # ” opens as often as it closes in the typing of Indonesian sites
            is_open = not is_open
    return is_open


def opens_quote(text: str) -> bool:
    """Return whether `text` begins with a quotation mark."""
    return text.lstrip().startswith(('"', "“", "”", "‘", "'", "「", "『"))


def size(text: str, language: str) -> int:
    """Return the length of `text` in words; in Japanese two characters count as a word."""
    if language == "ja":
        return sum(len(run) for run in JAPANESE.findall(text)) // 2 + len(LATIN.findall(text))
    return len(WORD.findall(text))


def length_of(text: str, language: str) -> int:
    """Return the length of a text in the unit of its language: characters in Japanese, else words."""
    return len("".join(text.split())) if language == "ja" else len(text.split())
