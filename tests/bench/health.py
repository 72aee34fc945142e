"""How many planted faults the judge sees, how soon, and how often it cries wolf: `scripts/bench health
[--seed N] [--outlets 60] [--days 60]`, beside the two rules that people start with."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from statistics import median
from typing import Any

from newscrawl.health import judge
from newscrawl.report import table
from tests.newsroom_years import KINDS, Fault, Outlet, outlets, runs

FROM = 8  # the day from which on false alarms are counted; faults are planted from the third week on
PLAIN = ("outage", "tls")  # faults that show where there was nothing to find, too
Document = dict[str, Any]
Rule = Callable[[Document, Outlet, Sequence[Document]], list[str]]
# From this part of its pages on a rot has to be seen: before, it is as common as an odd page.
ROTTEN = 0.3
COSTLY = 5  # articles lost or spoilt since a fault began: before, it has hardly done anything


def judged(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    found = judge(run, outlet.expectations, history[-170:])
    run["problems"] = [problem.document() for problem in found]
    return [f"{problem.cause} {problem.about}" for problem in found]


def zero(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    return [] if run["outcomes"].get("new") else ["zero"]


def half(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    """Less than half of the mean of the last ten runs."""
    before = [each["outcomes"].get("new", 0) for each in history[-10:]]
    return ["half"] if before and run["outcomes"].get("new", 0) < 0.5 * sum(before) / len(before) else []


RULES: dict[str, Rule] = {"judge": judged, "zero items": zero, "-50 %": half}


class Score:
    """What a rule saw. A fault counts once; an alarm outside of faults once while it lasts."""

    def __init__(self) -> None:
        self.planted, self.traced, self.first, self.costing, self.costly, self.ever = (Counter[str]() for _ in range(6))
        self.lags: list[float] = []
        self.false, self.months, self.examples = 0, 0.0, list[str]()

    def fault(self, fault: Fault, seen: Sequence[tuple[datetime, int, bool]], before: int) -> None:
        """`seen`: of each run in the fault, when, the articles it costs, whether there is an alarm; `before`: what the
        run cost in which it began."""
        self.planted[fault.kind] += 1
        self.traced[fault.kind] += fault.kind in PLAIN or before + seen[0][1] > 0
        self.first[fault.kind] += seen[0][2]
        spent = list(accumulate(cost for _, cost, _ in seen))
        until = next((n for n, total in enumerate(spent) if total >= COSTLY), None)
        self.costing[fault.kind] += until is not None
        self.costly[fault.kind] += until is not None and any(alarm for _, _, alarm in seen[: until + 1])
        alarms = [moment for moment, _, alarm in seen if alarm]
        self.ever[fault.kind] += bool(alarms)
        self.lags += [(alarms[0] - fault.begin) / timedelta(hours=1)] if alarms else []


def measure(seed: int, count: int, days: int) -> dict[str, Score]:
    """Each rule's score."""
    scores = {name: Score() for name in RULES}
    for outlet in outlets(seed, count, days):
        story = list(runs(outlet, days))
        for name, rule in RULES.items():
            _follow(outlet, story, rule, scores[name], days)
    return scores


def _follow(
    outlet: Outlet, story: Sequence[tuple[Document, Fault | None, float, int]], rule: Rule, score: Score, days: int
) -> None:
    history: list[Document] = []
    standing, begin = set[str](), story[0][0]["started"]
    began = Counter[int]()
    quiet_until, inside = begin, defaultdict[int, list[tuple[datetime, int, bool]]](list)
    for run, fault, part, cost in story:
        alarms, moment = set(rule(run, outlet, history)), run["started"]
        history.append(run)
        for each in outlet.faults if not fault else ():
            began[outlet.faults.index(each)] += cost if each.begin < moment <= each.end else 0
        if fault and (fault.kind != "rot" or part >= ROTTEN):
            inside[outlet.faults.index(fault)].append((moment, cost, bool(alarms)))
        if any(each.begin <= moment <= each.end for each in outlet.faults):
            quiet_until = moment + 2 * max(outlet.every, timedelta(hours=12))
        elif moment > quiet_until and (moment - begin).days >= FROM and (new := alarms - standing):
            score.false += 1
            score.examples += [f"{run['_id']}: {each}" for each in new]
        standing = alarms
    for number, seen in inside.items():
        score.fault(outlet.faults[number], seen, began[number])
    score.months += (days - FROM - sum((each.end - each.begin) / timedelta(days=1) for each in outlet.faults)) / 30


def rates(score: Score) -> tuple[float, float, float]:
    """Faults seen by the first run after them; those that cost five articles, by the run in which they had; and false
    alarms an outlet-month."""
    planted = max(1, score.planted.total())
    costly = score.costly.total() / max(1, score.costing.total())
    return score.first.total() / planted, costly, score.false / score.months


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench health", description=__doc__)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--false", action="store_true", help="name the judge's false alarms")
    chosen = parser.parse_args(arguments)
    scores = measure(chosen.seed, chosen.outlets, chosen.days)
    rows = []
    for name, score in scores.items():
        first, costly, false = rates(score)
        ever = score.ever.total() / max(1, score.planted.total())
        told = (f"{first:.3f}", f"{costly:.3f}", f"{ever:.3f}", f"{median(score.lags or [0]):.0f} h", f"{false:.3f}")
        rows.append((name, score.planted.total(), *told))
    head = ("rule", "faults", "seen by the first run", f"by {COSTLY} articles lost", "ever", "median lag",
            "false alarms an outlet-month")  # fmt: skip
    print(table(head, rows))
    score = scores["judge"]
    kinds = [
        (kind, score.planted[kind], score.traced[kind], score.first[kind], score.costly[kind], score.ever[kind])
        for kind in KINDS
    ]
    print("\n" + table(("fault", "planted", "left a trace by then", *head[2:5]), kinds))
    bound = score.traced.total() / max(1, score.planted.total())
    print(f"\nBy the first run {bound:.3f} left any trace; of the others nothing came that they could have broken.")
    if chosen.false:
        print("\n".join(score.examples))
