"""Rules that decide whether a sentence ends at a stop.

The rules look at the word before the stop, at closing quotes and brackets after it, and at the two words that follow,
within a fixed number of characters, so the time for a text is linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from translate.language.data import word_lists

# Abbreviations by what a full stop after them can mean; each without its last stop.
KNOWN = word_lists("translate.language.sentences", "data/abbreviations.txt")
NEVER_LAST = KNOWN["places"] | KNOWN["companies"] | KNOWN["links"]
DOUBLE_QUOTES = '"“”„«»'
OPENERS = "\"“”„«»'‘’([{"
MARKS = ".!?…"
REACH = 300  # characters within which a parenthesis is expected to close

_TOKEN = re.compile(r"\S{1,60}\Z")
_WORD = re.compile(r"[^\W\d_]+")
_LIST_MARK = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}")
_ROMAN = re.compile(r"[IVXLC]+|[ivxlc]+")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_MIXED_CASE = re.compile(r"[a-z]-?[A-Z]")  # e-KTP, iPhone: a small letter that begins a name


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where a sentence may end, with the context that the rules need."""

    text: str
    sentence: int  # where the sentence began that may end here
    start: int  # the first of the marks
    marks: str  # ".", "?!", "..."
    closers: str  # quotes and brackets that close right after the marks, without white space
    end: int  # where the next sentence would begin, after the white space
    cased: bool  # whether the text has capitals at all
    quoted: bool  # whether a double quote is open at the marks

    @property
    def spaced(self) -> bool:
        """Whether white space follows."""
        return self.text[self.end - 1].isspace()

    @property
    def before(self) -> str:
        """The run of characters before the marks, without white space."""
        found = _TOKEN.search(self.text[max(self.sentence, self.start - 60) : self.start])
        return found[0].lstrip(OPENERS) if found else ""

    @property
    def earlier(self) -> str:
        """The run before that one."""
        window = self.text[max(self.sentence, self.start - 120) : self.start].split()
        return window[-2].lstrip(OPENERS) if len(window) > 1 else ""

    @property
    def after(self) -> str:
        """What follows, without white space and opening quotes and brackets; at most 80 characters."""
        return self.text[self.end : self.end + 80].lstrip(OPENERS + " \n\t\u00a0")


def ends_sentence(stop: Stop) -> bool | None:
    """Return whether a sentence ends at the stop; None where no Indonesian rule applies (symbols, other scripts)."""
    following = stop.text[stop.end]
    if stop.marks[0] not in MARKS:
        return None
    if _inside_parenthesis(stop):
        return False
    if not stop.spaced:
        return _ends_without_space(stop)
    if following in "([":
        ended = stop.before.casefold() in KNOWN["name_ends"] or _is_abbreviation(stop.before)
        return not ended if stop.marks == "." else True
    after = stop.after
    if not after:
        return None
    first = after[0]
    if first.islower() and not _MIXED_CASE.match(after) and stop.cased and not _opens_quote(stop):
        return _next_list_item(stop) or _is_slip(stop)
    if first in ",;:/-–—…":
        return False
    if not (first.isupper() or first.islower() or first.isdecimal()):
        return None
    return _judge_capital(stop, after)


def _judge_capital(stop: Stop, after: str) -> bool:
    """Return whether a sentence ends at a stop that a capital letter or a figure follows."""
    words = _WORD.findall(after)
    following = words[0].casefold() if words and after.startswith(words[0]) else ""
    if any(quote in stop.closers for quote in "\"“”»'’‘"):
        pointed = re.match(r"\w+(?:\.\w| itu\b| ini\b)", after)  # a word that is talked of, not a verb
        return following not in KNOWN["attributions"] or pointed is not None
    if stop.marks != ".":
        before = _WORD.findall(stop.before)
        # A cry or a stutter: "Tolak! Tolak! Tolak!", "Saya... Saya tidak tahu."
        return not (before and words and before[-1] == words[0] and after.startswith(words[0]))
    return _judge_full_stop(stop, after, following)


def _judge_full_stop(stop: Stop, after: str, following: str) -> bool:
    """Return whether a sentence ends at a single full stop, by the word before it."""
    token = stop.before
    starts = following in KNOWN["starters"] or (following.endswith("nya") and len(following) > 5)
    if _is_list_mark(stop, token):
        return False
    if len(token) == 1 and token.isalpha():
        return starts or _is_class_letter(stop)
    name = token.rpartition("/")[2].casefold()
    if name in KNOWN["counted"]:
        return not _is_number(after)
    if name in KNOWN["laws"]:
        goes_on = following in ("no", "nomor", "menteri", "bupati", "gubernur")
        return not (goes_on or _is_number(after) or _is_acronym(after))
    if name == "an" and stop.earlier.endswith("-"):
        return True  # "tahun 1990 - an.", not "atas nama"
    if name in NEVER_LAST:
        return False
    if name in KNOWN["months"] and (stop.earlier.isdecimal() or after[0].isdecimal()):
        return not after[0].isdecimal()
    if name in KNOWN["titles"] or name in KNOWN["ranks"]:
        return starts
    if name in KNOWN["name_ends"]:
        return starts or not _is_name(after)
    earlier = stop.earlier.casefold()
    after_comma = earlier.endswith(",") or earlier.rstrip(".,") in KNOWN["degrees"]
    if name in KNOWN["degrees"] and (after_comma or not _INITIALS.fullmatch(token)):
        return not _is_degree(after)
    if _INITIALS.fullmatch(token):
        return starts or after_comma or earlier in KNOWN["classes"]
    return True


def _ends_without_space(stop: Stop) -> bool:
    """Return whether a stop without a space ends a sentence, as in "selesai.Ia pulang", but not in "kota.go.id"."""
    right = _WORD.match(stop.text, stop.end + (stop.text[stop.end] in OPENERS), stop.end + 40)
    if right is None or len(right[0]) < 2 or not right[0].istitle() or right[0].casefold() in KNOWN["domains"]:
        return False
    token = stop.before
    if "@" in token or "://" in token or token.casefold().startswith("www."):
        return False
    if stop.closers:
        return right[0].casefold() not in KNOWN["attributions"] and any(c in DOUBLE_QUOTES + "'’" for c in stop.closers)
    if stop.marks != ".":
        return True
    if token.isdecimal():
        return len(token) == 4  # a year
    words = _WORD.findall(token)
    last_word = words[-1] if words and token.endswith(words[-1]) else ""
    inner = token[: len(token) - len(last_word)].endswith(".")
    return len(last_word) > 2 and not inner and not _is_abbreviation(last_word)


def _inside_parenthesis(stop: Stop) -> bool:
    """Return whether the stop is in a parenthesis that interrupts a sentence, or closes one: "TNI (Purn.) Hadi"."""
    low = max(stop.sentence, stop.start - REACH)
    opened = stop.text.rfind("(", low, stop.start)
    if opened < 0 or stop.text.rfind(")", opened, stop.start) >= 0:
        return False
    if ")" not in stop.closers and stop.text.find(")", stop.start, stop.start + REACH) < 0:
        return False  # it never closes: a slip, not a parenthesis
    return low > stop.sentence or bool(stop.text[stop.sentence : opened].strip())


def _is_list_mark(stop: Stop, token: str) -> bool:
    """Return whether the stop belongs to the number of a list item, or of a name that begins with an initial."""
    if not _LIST_MARK.fullmatch(token):
        return False
    opening = stop.text[stop.sentence : stop.start].strip() if stop.start - stop.sentence < REACH else ""
    return opening.lstrip(OPENERS) == token or stop.earlier.endswith(":")


def _opens_quote(stop: Stop) -> bool:
    """Return whether a quote begins right after the stop; its first word may be a small one."""
    opener, inner = stop.text[stop.end], stop.text[stop.end + 1 : stop.end + 2]
    return (opener == "“" or (opener in '"”' and not stop.quoted and not stop.closers)) and not inner.isspace()


def _is_slip(stop: Stop) -> bool:
    """Return whether a full stop after an ordinary word precedes a small letter by a typing slip."""
    if stop.marks != "." or stop.closers:
        return False
    return bool(re.fullmatch(r"[a-z]{4,}", stop.before)) and not _is_abbreviation(stop.before)


def _is_class_letter(stop: Stop) -> bool:
    """Return whether the letter before the stop names a class or an amount: "vitamin C", "kelompok A dan B", "3 T"."""
    words = stop.text[max(stop.sentence, stop.start - 120) : stop.start].split()[:-1]
    if len(words) > 2 and words[-1] in ("dan", "atau", "hingga", "sampai") and len(words[-2]) == 1:
        words = words[:-2]
    return bool(words) and (words[-1].casefold() in KNOWN["classes"] or any(c.isdecimal() for c in words[-1]))


def _next_list_item(stop: Stop) -> bool:
    """Return whether "b." follows in a sentence that began with "a."."""
    item = re.match(r"([b-z])[.)]\s+\S", stop.after)
    own = re.match(r"\s*([a-y])[.)]\s", stop.text[stop.sentence : stop.sentence + 20])
    return bool(item and own and ord(item[1]) == ord(own[1]) + 1)


def _is_abbreviation(token: str) -> bool:
    """Return whether the word is one that a stop belongs to."""
    name = token.rpartition("/")[2].casefold()
    lists = (NEVER_LAST, KNOWN["titles"], KNOWN["ranks"], KNOWN["degrees"], KNOWN["counted"] - {"hal"})
    return any(name in words for words in lists)


def _is_number(after: str) -> bool:
    """Return whether a figure, a Roman number or a single letter comes next."""
    token = after.split(maxsplit=1)[0].rstrip(".,;:)")
    return len(token) < 2 or any(c.isdecimal() for c in token) or bool(_ROMAN.fullmatch(token))


def _is_name(after: str) -> bool:
    """Return whether two words with a capital come next, as in a name."""
    tokens = after.split(maxsplit=2)[:2]
    return len(tokens) == 2 and all(token[0].isupper() for token in tokens)


def _is_acronym(after: str) -> bool:
    """Return whether a word all in capitals comes next."""
    token = after.split(maxsplit=1)[0]
    return len(token) > 1 and token.isupper()


def _is_degree(after: str) -> bool:
    """Return whether an academic degree comes next."""
    return after.split(maxsplit=1)[0].rstrip(".,;:)").casefold() in KNOWN["degrees"]
