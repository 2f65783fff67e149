"""How often post-editing refuses a correct edit: a human translation offered in place of its own truncated text.

    python bench/post_edit.py SOURCE.txt REFERENCE.txt en|ja [--reasons]

The files hold a sentence a line. The first third of each translation is removed (words, in Japanese characters); the
whole is then offered as a language model's edit of the rest. The checks of translations are not applied.
"""

import random
import sys
from pathlib import Path

from translate.checks.faithfulness import edit_fault
from translate.util.prompts import load_prompt
from translate.writers.wording import refusal_text

SENTENCES, SEED = 300, 2


def main(arguments: list[str]) -> None:
    source, reference, language = (argument for argument in arguments if not argument.startswith("-"))
    instructions = load_prompt("post-edit", language).body
    both = [Path(name).read_text(encoding="utf-8").splitlines() for name in (source, reference)]
    pairs = random.Random(SEED).sample(list(zip(*both, strict=True)), SENTENCES)
    faults = [fault for one, other in pairs if (fault := fault_of(tidy(one), tidy(other), language, instructions))]
    print(f"{language}: {len(faults)} of {len(pairs)} refused ({len(faults) / len(pairs):.0%})")
    if "--reasons" in arguments:
        print("\n".join(faults))


def fault_of(source: str, whole: str, language: str, instructions: str) -> str:
    units = list(whole) if language == "ja" else whole.split()
    rest = ("" if language == "ja" else " ").join(units[len(units) // 3 :])
    refusal = edit_fault(whole, source, rest, language, instructions=instructions)
    return refusal_text(refusal) if refusal else ""


def tidy(line: str) -> str:
    return " ".join(line.split())


if __name__ == "__main__":
    main(sys.argv[1:])
