"""How often the language of one sentence, and of three together, is recognised: Indonesian, Malay, Javanese, English.

    python bench/languages.py FILE.id.txt FILE.ms.txt FILE.jv.txt FILE.en.txt

Each file holds a sentence a line; the part before `.txt` names its language.
"""

import sys
from collections import Counter
from pathlib import Path

from translate.reading.language import language_by_words


def together(sentences: list[str], size: int) -> list[str]:
    return [" ".join(sentences[at : at + size]) for at in range(0, len(sentences), size)]


def main() -> None:
    for path in map(Path, sys.argv[1:]):
        sentences = path.read_text(encoding="utf-8").splitlines()
        for size in (1, 3):
            found = Counter(language_by_words(text) or "id" for text in together(sentences, size))
            shares = ", ".join(f"{language} {count / found.total():.2%}" for language, count in found.most_common())
            print(f"{path.name}: {size} sentence(s) at once: {shares}")


if __name__ == "__main__":
    main()
