"""Check that a post-edited translation adds nothing to the source and the earlier translation.

The checks of a translation find lost content; a language model also adds some. So an edit must in addition pass the
checks of a brief's line, as far as one sentence allows: form, figures, names, negation.
"""

from __future__ import annotations

from collections.abc import Iterable

from translate.checks.faithfulness.claims import ORDERS, negated
from translate.checks.faithfulness.evidence import Evidence, Support, plain, words_of
from translate.checks.faithfulness.figures import figures_fault
from translate.checks.faithfulness.form import ENGLISH, form_fault
from translate.checks.faithfulness.names import names_fault
from translate.document import Refusal, RefusalCode
from translate.language.kana import ALIKE, nearest
from translate.language.name_words import EXONYMS
from translate.language.words import length_of
from translate.patterns import regex

SHORTEST = {"en": 12, "ja": 30}  # approximate words or characters that an edit of a short sentence may have
# Capitalised words that are not names; the words after them are still checked.
COMMON = """do does did let let's don't you you're we we're they're it's that's there's i'm i've your my mr mrs ms
    dr prof professor sir madam miss president minister governor mayor regent chairman chairwoman director chief general
    senator lawyer expert judge prosecutor commissioner spokesman spokeswoman spokesperson secretary deputy ambassador
    today tomorrow yesterday well though therefore even why never please hopefully within often sometimes usually
    unfortunately fortunately finally eventually recently initially originally additionally furthermore nevertheless
    consequently otherwise likewise indeed actually apparently reportedly allegedly clearly certainly perhaps maybe
    throughout across along against above below behind beyond inside outside towards toward upon whose whom whoever
    whatever whenever wherever rather quite very much every either least next first third again i'll i'd we've we'll
    it'll they've they'll you've you'll he'll she'll twenty thirty forty fifty sixty seventy eighty ninety hundreds
    thousands dozens """ + " ".join(sorted(ENGLISH))
EXONYM = 4  # letters of the common beginning of a country's names: "Jerman", German, Germany
QUOTES = regex('["“”„«»「」『』]')
MARKS = regex("[\"“”„«»‘']")  # quotation marks in Indonesian
# Katakana may be a common word; before these, or with a dot, it is a name.
NAMED_KANA = regex(
    r"[ァ-ヴー]{2,}(?=(?:氏|さん|容疑者|被告|大統領|首相|大臣|知事|市長|県知事|議員|教授|博士|選手|監督|州|県|市|島))"
    r"|[ァ-ヴー]+(?:[・=＝][ァ-ヴー]+)+"
)
KANA = regex("[ァ-ヴー]+")
CAPITAL = regex(r"\b(?:[A-Z]\.){2,}|\b[A-Z]\w+")


def orders(text: str) -> bool:
    """Return whether a sentence is a prompt injection: "ignore the previous instructions"."""
    return ORDERS.search(plain(text)) is not None


def edit_fault(
    text: str, source: str, before: str, language: str, *, terms: Iterable[str] = (), instructions: str = ""
) -> Refusal | None:
    """Return the refusal of an edit with unsupported content or not of one line; None if it may go to the checks.

    Args:
        text: the edit, one line.
        source: the Indonesian sentence.
        before: the translation to be corrected.
        language: of both, "en" or "ja".
        terms: the required translations of the glossary terms in the sentence.
        instructions: the prompt, which the edit must not repeat.
    """
    evidence = Evidence([Support(0, before, source), *(Support(0, term, "") for term in terms)])
    limit = max(SHORTEST[language], length_of(source, language))
    return (
        form_fault(text, evidence, language, limit, instructions)
        or figures_fault(text, evidence, language)
        or _names(text, source, evidence, language)
        or _claims(text, source, before, language)
    )


def _names(text: str, source: str, evidence: Evidence, language: str) -> Refusal | None:
    if language != "ja":
        evidence = Evidence([*evidence.supports, Support(0, COMMON, "")])  # for names only, as it has numbers
        stems = {stem for word in words_of(source) for stem in EXONYMS.get(word, "").split()}
        return names_fault(CAPITAL.sub(lambda found: _in_small(found[0], stems), plain(text)), evidence, language)
    text, evidence_text = plain(text), "\n".join(evidence.texts)
    names = [word for word in words_of(source) if word[0].isupper()]
    for match in NAMED_KANA.finditer(text):
        for part in KANA.findall(match[0]):
            if part not in evidence_text and not any(nearest(name, part)[0] >= ALIKE for name in names):
                return Refusal(RefusalCode.NAME, part)
    return names_fault(KANA.sub("、", text), evidence, language)


def _in_small(word: str, stems: set[str]) -> str:
    """Return a word in lower case, so that it is not a name, if it is the English name of a country in the source."""
    lower = word.lower()
    known = lower.rstrip(".") in stems or any(lower.startswith(stem) for stem in stems if len(stem) >= EXONYM)
    return lower.replace(".", "") if known else word


def _claims(text: str, source: str, before: str, language: str) -> Refusal | None:
    if QUOTES.search(text) and not (MARKS.search(source) or QUOTES.search(before)):
        return Refusal(RefusalCode.EDIT_QUOTES)
    says_no, negations = negated(text, language), (negated(before, language), negated(source, "id"))
    if says_no and not any(negations):
        return Refusal(RefusalCode.EDIT_NEGATION_ADDED)
    if not says_no and all(negations):
        return Refusal(RefusalCode.EDIT_NEGATION_LOST)
    return None
