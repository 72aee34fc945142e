"""What cleaning takes out of real articles, to be read: `scripts/bench removals [--seed N] [--number N] [--json FILE]`.

Every removal from SaudiNewsNet, ANT and the pairs of SemEval 2022, one of each beginning: what hundreds of articles
have is soon known for what it is, and the rare ones are what has to be read.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from newscrawl.text import Removed, clean
from tests.bench.credits import texts
from tests.bench.pairs import SHARED

_WORDS = 3  # of a beginning


def removals(shared: Path) -> list[Removed]:
    """Every line that was taken out, in the order of the corpora."""
    found = (clean(body.split("\n"), title=title).removed for _, _, title, body in texts(shared))
    return [removed for each in found for removed in each]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench removals", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another sample")
    parser.add_argument("--number", type=int, default=200, help="how many to print")
    parser.add_argument("--json", type=Path, help="write the counts by rule to this file")
    options = parser.parse_args(arguments)
    found = removals(SHARED)
    by_rule = Counter(removed.rule for removed in found)
    kinds = Counter((removed.rule, *removed.text.split()[:_WORDS]) for removed in found)
    one_of_each = {(each.rule, *each.text.split()[:_WORDS]): each for each in found if any(map(str.isalpha, each.text))}
    sample = random.Random(options.seed).sample(sorted(one_of_each), min(options.number, len(one_of_each)))
    for kind in sorted(sample):
        print(f"{kind[0]:14} {kinds[kind]:5}  {one_of_each[kind].text[:150]}")
    print(f"{len(found)} removals, {len(kinds)} beginnings:", ", ".join(f"{r} {n}" for r, n in by_rule.most_common()))
    if options.json:
        options.json.write_text(json.dumps(by_rule, indent=2) + "\n", encoding="utf-8")
