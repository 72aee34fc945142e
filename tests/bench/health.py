"""How many planted faults the judge sees, how soon, and how often it cries wolf: `scripts/bench health
[--seed N] [--outlets 60] [--days 60]`, beside the two rules that people start with."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from newscrawl.health import judge
from newscrawl.report import table
from tests.newsroom_years import KINDS, Fault, Outlet, outlets, runs

FROM = 8  # the day from which on false alarms are counted; faults are planted from the third week on
Document = dict[str, Any]
Rule = Callable[[Document, Outlet, Sequence[Document]], list[str]]
# From this part of its pages on a rot has to be seen: before, it is as common as an odd page.
ROTTEN = 0.3


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
        self.planted, self.first, self.ever = Counter[str](), Counter[str](), Counter[str]()
        self.lags: dict[str, list[float]] = defaultdict(list)
        self.false, self.months, self.examples = 0, 0.0, list[str]()


def measure(seed: int, count: int, days: int) -> dict[str, Score]:
    """Each rule's score."""
    scores = {name: Score() for name in RULES}
    for outlet in outlets(seed, count, days):
        story = list(runs(outlet, days))
        for name, rule in RULES.items():
            _follow(outlet, story, rule, scores[name], days)
    return scores


def _follow(
    outlet: Outlet, story: Sequence[tuple[Document, Fault | None, float]], rule: Rule, score: Score, days: int
) -> None:
    history: list[Document] = []
    standing, open_faults, quiet_until = set[str](), dict[int, int](), story[0][0]["started"]
    begin = story[0][0]["started"]
    for run, fault, part in story:
        alarms = set(rule(run, outlet, history))
        history.append(run)
        telling = fault is not None and (fault.kind != "rot" or part >= ROTTEN)
        touched = any(each.begin <= run["started"] <= each.end for each in outlet.faults)
        if telling and fault is not None:
            seen = open_faults.setdefault(id(fault), 0)
            if seen == 0:
                score.planted[fault.kind] += 1
                score.first[fault.kind] += bool(alarms)
            if seen >= 0 and alarms:
                score.ever[fault.kind] += 1
                score.lags[fault.kind].append((run["started"] - fault.begin).total_seconds() / 3600)
                open_faults[id(fault)] = -1
            elif seen >= 0:
                open_faults[id(fault)] += 1
        if touched:
            quiet_until = run["started"] + 2 * max(outlet.every, timedelta(hours=12))
        elif run["started"] > quiet_until and (run["started"] - begin).days >= FROM:
            new = alarms - standing
            score.false += bool(new)
            score.examples += [f"{run['_id']}: {each}" for each in new]
        standing = alarms
    calm = days - FROM - sum((each.end - each.begin).total_seconds() / 86400 for each in outlet.faults)
    score.months += calm / 30


def rates(score: Score) -> tuple[float, float]:
    """Faults seen by the first run after them, and false alarms an outlet-month."""
    return score.first.total() / max(1, score.planted.total()), score.false / score.months


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
        first, false = rates(score)
        lag = [lag for lags in score.lags.values() for lag in lags]
        ever = score.ever.total() / max(1, score.planted.total())
        rows.append(
            (name, score.planted.total(), f"{first:.3f}", f"{ever:.3f}", f"{median(lag or [0]):.0f} h", f"{false:.3f}")
        )
    print(table(("rule", "faults", "by the first run", "ever", "median lag", "false alarms an outlet-month"), rows))
    score = scores["judge"]
    kinds = [(kind, score.planted[kind], score.first[kind], score.ever[kind]) for kind in KINDS]
    print("\n" + table(("fault", "planted", "seen by the first run", "seen ever"), kinds))
    if chosen.false:
        print("\n".join(score.examples))
