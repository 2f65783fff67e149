"""Evaluate a model against reference translations, and compare two translations of an article.

chrF is Popović 2015 (https://aclanthology.org/W15-3049), BLEU Papineni et al. 2002 (https://aclanthology.org/P02-1040),
both as sacreBLEU computes them (Post 2018, https://aclanthology.org/W18-6319), with its signatures.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from translate.document import LANGUAGES, Document, FlagCode, Segment, Sentence, Signature, Source, Translation
from translate.errors import DamagedFile, EmptyDocument, MissingFile, NotText, TooLarge, UsageError
from translate.language.sentences import LONGEST
from translate.translation.pipeline import Progress, translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.signing import sign
from translate.util.files import read_whole

INSTALL = "pip install 'warta[eval]'"
INSTALL_WORDS = "pip install 'warta[eval-ja]'"
CODE = re.compile("[a-z]{2,3}")  # of a language
ORDER = 6  # length of the longest character n-grams in `alike`, as in chrF


@dataclass(frozen=True, slots=True)
class ReferencePair:
    """A sentence and its reference translation."""

    source: str
    reference: str


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a metric over all pairs."""

    metric: str
    value: float  # 0 to 100
    signature: str  # of sacreBLEU


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores, flags and translations of a model."""

    scores: tuple[Score, ...]
    flags: tuple[tuple[FlagCode, int], ...]  # how often each was raised, most first
    pairs: tuple[ReferencePair, ...]
    segments: tuple[Segment, ...]
    seconds: float  # for translating, with checks and retries, without loading
    signature: Signature

    @property
    def flags_per_100(self) -> float:
        """Flags for each hundred segments."""
        return 100 * sum(count for _, count in self.flags) / len(self.segments)

    @property
    def words_per_second(self) -> float:
        """Source words a second."""
        return sum(len(pair.source.split()) for pair in self.pairs) / max(self.seconds, 1e-9)


def read_pairs(path: Path, target: str) -> tuple[tuple[ReferencePair, ...], str]:
    """Return the pairs of a TSV file, and the SHA-256 of its bytes.

    A line is `source<TAB>reference`. Where the first line names languages ("id<TAB>en<TAB>ja"), the columns "id" and
    `target` are taken. Empty lines are passed over.

    Raises:
        MissingFile: there is no such file.
        TooLarge: it, or a sentence in it, is too large.
        NotText: it is not UTF-8.
        DamagedFile: a line is no pair; the message has its number.
        EmptyDocument: there is no pair.
    """
    if path.is_dir():
        raise MissingFile(f"{path}: this is a folder; expected a file of source<TAB>reference. Name one in it.")
    try:
        data = read_whole(path)
    except OSError as error:
        raise MissingFile(f"{path} cannot be read: {error.strerror or error}. Check the path.") from error
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise NotText(f"{path}: not UTF-8 ({error.reason} at byte {error.start}). Save it as UTF-8.") from error
    head = lines[0].split("\t")
    first, (source, reference), width = 0, (0, 1), 2
    if len(head) > 1 and all(map(CODE.fullmatch, head)) and not {*LANGUAGES, target}.isdisjoint(head):
        if not {"id", target} <= set(head):
            raise DamagedFile(f"{path}: line 1 names no column {target!r} beside 'id'; it names {', '.join(head)}.")
        first, (source, reference), width = 1, (head.index("id"), head.index(target)), len(head)
    pairs = []
    for number, line in enumerate(lines[first:], first + 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != width or not cells[source].strip() or not cells[reference].strip():
            raise DamagedFile(
                f"{path}: line {number} has {len(cells)} columns or an empty one; expected {width}, separated by tabs: "
                "source and reference."
            )
        if max(map(len, cells)) > LONGEST:
            raise TooLarge(
                f"{path}: line {number} has a cell of {max(map(len, cells)):,} characters; expected a sentence, of at "
                f"most {LONGEST:,}. Split it."
            )
        pairs.append(ReferencePair(cells[source].strip(), cells[reference].strip()))
    if not pairs:
        raise EmptyDocument(f"{path}: there is no pair in it; expected lines of source<TAB>reference.")
    return tuple(pairs), hashlib.sha256(data).hexdigest()


def need_sacrebleu() -> None:
    """Check that sacreBLEU is installed.

    Raises:
        UsageError: it is not installed.
    """
    if find_spec("sacrebleu") is None:
        raise UsageError(f"Scores need the package sacrebleu. Type: {INSTALL}")


def evaluate(
    pairs: Sequence[ReferencePair],
    setup: Setup,
    policy: Policy | None = None,
    *,
    sha256: str = "",
    progress: Progress | None = None,
) -> Evaluation:
    """Translate the sources as an article's sentences would be, checks and retries included, and score the result.

    Raises:
        UsageError: sacreBLEU is not installed.
        ModelError: the model cannot run.
    """
    need_sacrebleu()
    policy = policy or Policy()
    sentences = [Sentence(pair.source, 0, len(pair.source)) for pair in pairs]
    started = time.perf_counter()
    segments = translate_sentences(sentences, setup, policy, progress=progress, apart=True)
    seconds = time.perf_counter() - started
    counts = Counter(flag.code for segment in segments for flag in segment.flags)
    scores = score([segment.text for segment in segments], [pair.reference for pair in pairs], setup.engine.target)
    signature = sign(Document("", (), source=Source(sha256=sha256)), setup, policy, "")
    return Evaluation(scores, tuple(counts.most_common()), tuple(pairs), segments, seconds, signature)


def score(hypotheses: Sequence[str], references: Sequence[str], target: str) -> tuple[Score, ...]:
    """Return chrF and BLEU; Japanese is split into words by MeCab if it is installed, else into characters.

    Raises:
        UsageError: sacreBLEU is not installed.
    """
    need_sacrebleu()
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    scores = []
    for name, metric in (("chrF", CHRF()), ("BLEU", BLEU(tokenize=tokenisation(target), force=True))):
        value = metric.corpus_score(list(hypotheses), [list(references)]).score
        scores.append(Score(name, float(value), str(metric.get_signature())))
    return tuple(scores)


def tokenisation(target: str) -> str:
    """Return the name of sacreBLEU's tokeniser for BLEU in a language: "13a", "ja-mecab" or "char"."""
    if target != "ja":
        return "13a"
    return "ja-mecab" if find_spec("MeCab") and find_spec("ipadic") else "char"


@dataclass(frozen=True, slots=True)
class Difference:
    """A source sentence whose translations differ."""

    source: str
    first: Segment
    second: Segment
    likeness: float  # 0 to 100: `alike`


def compare(first: Translation, second: Translation) -> tuple[Difference, ...]:
    """Return the sentences whose two translations differ, the most different first.

    Raises:
        UsageError: they are in different languages, or have no sentence in common.
    """
    if first.target != second.target:
        raise UsageError(f"One is in {first.target!r}, the other in {second.target!r}; expected the same language.")
    others = {segment.source.text.strip(): segment for segment in second.segments}
    both = [(s, others[s.source.text.strip()]) for s in first.segments if s.source.text.strip() in others]
    if not both:
        raise UsageError("They have no sentence in common; expected two translations of the same article.")
    found = [
        Difference(one.source.text.strip(), one, other, alike(one.text, other.text))
        for one, other in both
        if one.text != other.text
    ]
    return tuple(sorted(found, key=lambda difference: difference.likeness))


def alike(first: str, second: str) -> float:
    """Return the similarity of two texts: chrF with beta 1, which is symmetric.

    >>> alike("Rice is dear.", "Rice is dear."), alike("Rice", "soup")
    (100.0, 0.0)
    """
    first_text, other = ("".join(text.split()) for text in (first, second))
    if first_text == other:
        return 100.0
    precisions, recalls = [], []
    for order in range(1, ORDER + 1):
        have, want = _ngrams(first_text, order), _ngrams(other, order)
        if have and want:
            common = (have & want).total()
            precisions.append(common / have.total())
            recalls.append(common / want.total())
    if not precisions:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def _ngrams(text: str, order: int) -> Counter[str]:
    return Counter(text[at : at + order] for at in range(len(text) - order + 1))
