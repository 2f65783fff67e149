"""How the work of each rule grows with its text: the exponent of the processor time at two sizes, 1 for linear work.

    python bench/growth.py [RULE ...]

For each rule the worst piece of those in the tests (`tests/growth_rules.py`), and its time for the longer text.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from time import thread_time

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from growing import TIMES, growth
from growth_rules import PIECES, RULES

CHARACTERS = 1_600  # of the shorter text


def main() -> None:
    for rule in sys.argv[1:] or RULES:
        work, worst = RULES[rule], (0.0, "")
        for piece in PIECES:
            work(piece)
            worst = max(worst, (growth(work, piece, max(CHARACTERS // len(piece), 1), TIMES), piece))
        started = thread_time()
        work(worst[1] * (TIMES * CHARACTERS // len(worst[1])))
        print(f"{rule:30} {math.log(worst[0], TIMES):5.2f}  {worst[1]!r:15} {1000 * (thread_time() - started):8.1f} ms")


if __name__ == "__main__":
    main()
