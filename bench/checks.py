"""Precision and recall of each flag over the labelled segments of tests/cases/checks-*.jsonl.

    python bench/checks.py [dev|test|heldout|unseen] [--misses]

A flag counts as found when the segment has it and its label names it. `dev` was used to set thresholds and
lists. `test` and `heldout` were inspected after their first run, `unseen` (the default) after the checks were complete;
bench/README.md says which figures are held out.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from translate.checks import check
from translate.writers.wording import flag_reason

CASES = Path(__file__).parent.parent / "tests" / "cases"


def main(arguments: list[str]) -> None:
    split = next((argument for argument in arguments if not argument.startswith("-")), "unseen")
    lines = (CASES / f"checks-{split}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    alarms = 0
    for case in cases:
        flags = check(case["source"], case["hypothesis"], "id", case["target"], complete=case.get("complete", True))
        found, expect = {str(flag.code) for flag in flags}, set(case["expect"])
        right.update(found & expect)
        wrong.update(found - expect)
        missed.update(expect - found)
        alarms += bool(found and not expect)
        if "--misses" in arguments and found != expect:
            notes = [f"{flag.code}: {flag_reason(flag)}" for flag in flags]
            print(case["label"], case["comment"], "| expected", sorted(expect), "| found", notes)
    good = sum(not case["expect"] for case in cases)
    print(f"{split}: {len(cases)} segments, {good} of them good, {alarms} of the good ones flagged\n")
    print("| flag | cases | precision | recall |\n|---|---|---|---|")
    for code in sorted(right | wrong | missed):
        cases_of, found_of = right[code] + missed[code], right[code] + wrong[code]
        print(f"| {code} | {cases_of} | {ratio(right[code], found_of)} | {ratio(right[code], cases_of)} |")
    labelled, raised = right.total() + missed.total(), right.total() + wrong.total()
    print(f"| all | {labelled} | {ratio(right.total(), raised)} | {ratio(right.total(), labelled)} |")


def ratio(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    main(sys.argv[1:])
