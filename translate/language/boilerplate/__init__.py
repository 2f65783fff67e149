"""Boilerplate within a paragraph of Indonesian news: datelines, credits, bylines, related links, advertorial marks.

Examples: "Samarinda (ANTARA) -", "(ANTARA/xyz)", "Editor: Sari", "Baca juga: ...", "(Adv/Diskominfo)". A translation
keeps them, but they are not news, so a brief must not choose them.

>>> [(part, role.value) for part, role in split_parts("Samarinda (ANTARA) - Harga beras naik. (ANTARA/abc)")]
[('Samarinda (ANTARA) - ', 'dateline'), ('Harga beras naik. ', 'text'), ('(ANTARA/abc)', 'credit')]

The rules follow the house styles of Indonesian news sites; they prefer to miss a mark rather than to take a
sentence for one.
"""

from __future__ import annotations

import re

from translate.document import Role
from translate.language.boilerplate.datelines import dateline_end
from translate.language.boilerplate.page_marks import is_page_mark, is_related_label, leads_elsewhere
from translate.patterns import regex

__all__ = ["is_caption", "is_page_mark", "is_related_label", "split_parts"]

Parts = tuple[tuple[str, Role], ...]

# Marks of paid-for articles.
PAID = r"(?:adv|advertorial|advetorial|inforial|infotorial|infomersial|pariwara|sponsored|bersponsor|berbayar)"
JOBS = (
    r"(?:penulis|editor|reporter|pewarta|jurnalis|kontributor|koresponden|redaktur|penyunting|wartawan|penerjemah"
    r"|peliput|publisher|uploader|pewarta foto|penanggung ?jawab|tim redaksi)"
)
JOB_LABEL = rf"{JOBS}(?:\s*(?:/|&|dan)\s*{JOBS})?\s*:"
# A name as a byline writes it: capitalised words, initials, degrees; a job may be between two names.
NAME = rf"(?>(?i:{JOB_LABEL})|[A-Z][\w.'’`-]*+|dan\b|[&/,|-]|\([\w .]++\)|@\w++)"

RELATED = regex(
    r"(?:\W{0,3}\s*)(?:(?:baca|simak|lihat|tonton|cek)(?:\s+(?:juga|pula|selengkapnya|berita|artikel|lainnya))*\s*[:：].*"
    r"|(?:baca|simak|lihat|tonton)\s+(?:juga|pula)\s*(?:[-–—]\s.*)?)",
    re.I | re.S,
)
RELATED_BARE = regex(r"(?:BACA|Baca|Simak|SIMAK)\s+(?:juga|Juga|JUGA)\s+[-–—]?\s*[A-Z“\"][^.]*[^.\s]\s*", re.S)
RELATED_TAIL = regex(r"(?<=[.!?”\")\]])\s*(?P<mark>(?:baca|simak|lihat|tonton)\s+(?:juga|pula)\s*[:：].*)", re.I | re.S)
RELATED_INSIDE = regex(r"[(\[]\s*(?:baca|simak|lihat)(?:\s+(?:juga|pula))?\s*[:：][^()\[\]]*[)\]]\s*", re.I)

BYLINE = regex(rf"(?:{JOB_LABEL}|oleh\s*:)\s*\S.{{0,150}}", re.I | re.S)
BYLINE_PLAIN = regex(
    r"(?:Oleh\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4},?\s*|[Ll]aporan\s+(?:[Ww]artawan|[Rr]eporter|[Jj]urnalis)\b[^.:]*"
    r"(?:\.(?:com|co|id|net)\b[^.:]*)*:?.{0,60})",
    re.S,
)
BYLINE_TAIL = regex(
    # Possessive, so that a long run of capitals is not tried in every way it can be cut.
    rf"(?<=[.!?”\")\]])\s*(?P<mark>(?i:{JOB_LABEL})(?:\s*+{NAME}){{1,15}}+\s*)$"
)

CREDIT = regex(r"(?:©|\(c\)|copyright|hak cipta)[^.]{0,80}\.?|(?:sumber|source)\s*:\s*\S.{0,80}|\*{2,}|-{2,}", re.I)
CREDIT_NAME = regex(r"\(\s*[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2}\s*\)\s*")
# Brackets that close a text. `_bracketed` decides by their content.
BRACKETS = regex(r"(?P<before>.?)\s*(?P<mark>[(\[](?P<inside>[^()\[\]]{1,80})[)\]]\s*\.?\s*)$", re.S)
AGENCY = regex(r"(?:lkbn\s+)?(?:antara|ant|afp|reuters|ap|xinhua|bernama|kyodo|anadolu|independent|bbc|cnn)\b.*", re.I)
INITIALS = regex(r"[A-Za-z][\w.]{0,15}(?:\s*[/&]\s*[\w.]{1,20}(?:\s[\w.]{1,20})?)+")
TYPIST = regex(r"\*{1,3}|rls|red|tim|[A-Z]{1,3}-\d{1,2}|[a-z]{1,5}\d{0,3}\*{0,3}|[A-Z]{2,4}\d{0,3}")

PAID_MARK = regex(rf"(?:[\w.]{{1,20}}\s*/\s*)*{PAID}\b\.?(?:\s*[/|:,–-]?\s*[\w.\s/&'’|:,–-]*)?", re.I)
PAID_WORD = regex(r"iklan|konten iklan|artikel iklan|kerja ?sama|konten kerja ?sama", re.I)
PAID_LINE = regex(
    rf"(?:[(\[*#_\s]*)(?:{PAID}|iklan|info nasional|konten {PAID}|artikel {PAID})(?:[)\]*_\s:.–—-]*)", re.I
)
PAID_LEAD = regex(rf"[(\[]\s*{PAID}\b[^()\[\]]{{0,60}}[)\]]\s*[-–—:.]*\s*|INFO NASIONAL\s*[-–—:]+\s*|#iklan\b\s*", re.I)
PAID_SENTENCE = regex(
    rf"(?:(?:konten|artikel|berita|tulisan|advertorial) ini (?:adalah |merupakan |ialah )?"
    rf"(?:hasil )?(?:(?:konten|artikel|berita|tulisan) )?(?:{PAID}\b|iklan\b|kerja ?sama\b|kolaborasi\b|disponsori\b"
    rf"|dipersembahkan\b|disajikan (?:oleh|atas)\b)).{{0,200}}",
    re.I | re.S,
)
PAID_TAIL = regex(rf"(?<=[.!?”\")])\s*(?P<mark>{PAID_SENTENCE.pattern}|#iklan\s*)$", re.I | re.S)
SECOND_SENTENCE = regex(r"\.[”\"’']?\s+[“\"‘']?[A-Z]")
LONGEST_RELATED = 250  # characters of a "Baca juga" with its title
MOST_MARKS = 12  # at the end of a paragraph; with more of them the paragraph is text
LONGEST_MARK = 400  # characters; a mark at the end of a paragraph is looked for in its last so many
CAPTION = regex(
    r"\(?(?:foto|keterangan foto|keterangan gambar|ilustrasi|caption|infografi[sk]|dok(?:umentasi|\.)?)\s*[:：/].*"
    r"|.{1,220}[(\[](?:foto|antara foto|dok|dok\.|ist|istimewa|sumber foto|ilustrasi)\b[^()\[\]]{0,60}[)\]]\s*\.?\s*",
    re.I | re.S,
)


def split_parts(text: str, *, first: bool = False) -> Parts:
    """Return the parts of one paragraph in order; joined they are `text`.

    `first` says that the paragraph opens the article, where a dateline may be as bare as "Samarinda –". White space
    belongs to the part it follows. An empty text has no parts.
    """
    if not text.strip():
        return ((text, Role.TEXT),) if text else ()
    whole = _whole(text.strip())
    if whole is not None:
        return ((text, whole),)
    start, head = _head(text, first)
    end, tail = _tail(text, start)
    return (*head, *_inside(text[start:end]), *tail)


def is_caption(text: str) -> bool:
    """Return whether a paragraph is the line under a picture: "Foto: Budi", "Pasar baru (Foto: Budi)"."""
    return len(text) <= 300 and CAPTION.fullmatch(text.strip()) is not None


def _whole(line: str) -> Role | None:
    """Return the role of a paragraph that is a mark and nothing else."""
    if is_page_mark(line):
        return Role.PAGE
    if leads_elsewhere(line):
        return Role.RELATED
    if PAID_LINE.fullmatch(line) or PAID_SENTENCE.fullmatch(line):
        return Role.ADVERTORIAL
    if _one_title(line) and (RELATED.fullmatch(line) or RELATED_BARE.fullmatch(line)):
        return Role.RELATED
    if BYLINE.fullmatch(line) or (len(line) <= 150 and BYLINE_PLAIN.fullmatch(line)):
        return Role.BYLINE
    if CREDIT.fullmatch(line) or CREDIT_NAME.fullmatch(line):
        return Role.CREDIT
    found = BRACKETS.match(line)
    return _bracketed(found["inside"], after_stop=True) if found and not found["before"] else None


def _one_title(text: str) -> bool:
    """Return whether "Baca juga: ..." is that alone, and no sentence of news follows it on the same line."""
    return len(text) <= LONGEST_RELATED and not SECOND_SENTENCE.search(text)


def _head(text: str, first: bool) -> tuple[int, Parts]:
    """Return the marks that `text` begins with, and where they end."""
    found: list[tuple[str, Role]] = []
    at = len(text) - len(text.lstrip())
    begin = 0
    paid = PAID_LEAD.match(text, at)
    if paid and paid.end() < len(text):
        found.append((text[begin : paid.end()], Role.ADVERTORIAL))
        begin = at = paid.end()
    end = dateline_end(text[at:], first=first)
    if end and at + end < len(text):
        found.append((text[begin : at + end], Role.DATELINE))
        begin = at + end
    return begin, tuple(found)


def _tail(text: str, start: int) -> tuple[int, Parts]:
    """Return the marks that `text` ends with, and where they begin; nothing before `start` is looked at."""
    found: list[tuple[str, Role]] = []
    end = len(text)
    while end > start and len(found) < MOST_MARKS:
        cut, role = _last_mark(text[start:end])
        if role is None or cut == 0:
            break
        found.insert(0, (text[start + cut : end], role))
        end = start + cut
    return end, tuple(found)


def _last_mark(text: str) -> tuple[int, Role | None]:
    """Return where the last mark of `text` begins, and its role."""
    skipped = max(0, len(text) - LONGEST_MARK)
    text = text[skipped:]
    for pattern, role in (
        (RELATED_TAIL, Role.RELATED),
        (BYLINE_TAIL, Role.BYLINE),
        (PAID_TAIL, Role.ADVERTORIAL),
    ):
        found = pattern.search(text)
        if found and (role is not Role.RELATED or _one_title(found["mark"])):
            return skipped + found.start("mark"), role
    found = BRACKETS.search(text)
    if found:
        stopped = found["before"] in tuple(".!?”\"’')]*")
        return skipped + found.start("mark"), _bracketed(found["inside"], after_stop=stopped)
    return 0, None


def _bracketed(inside: str, *, after_stop: bool) -> Role | None:
    """Return the role of brackets at the end of a text, by their content."""
    inside = inside.strip()
    if PAID_MARK.fullmatch(inside) or (after_stop and PAID_WORD.fullmatch(inside)):
        return Role.ADVERTORIAL
    if re.match(r"(?:baca|simak|lihat)(?:\s+(?:juga|pula))?\s*:", inside, re.I):
        return Role.RELATED
    if after_stop and (AGENCY.fullmatch(inside) or INITIALS.fullmatch(inside) or TYPIST.fullmatch(inside)):
        return Role.CREDIT
    return Role.CREDIT if re.match(r"ANTARA\b|ant/|Antara/", inside) else None


def _inside(text: str) -> Parts:
    """Cut "(Baca: ...)" out of running text."""
    parts: list[tuple[str, Role]] = []
    at = 0
    for found in RELATED_INSIDE.finditer(text):
        if found.start() > at:
            parts.append((text[at : found.start()], Role.TEXT))
        parts.append((found.group(), Role.RELATED))
        at = found.end()
    if at < len(text):
        parts.append((text[at:], Role.TEXT))
    return tuple(parts)
