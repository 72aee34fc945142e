"""How many planted faults the judge sees, how soon, and how often it cries wolf: `scripts/bench health
[--seed N ...] [--outlets 60] [--days 60] [--every HOURS] [--late HOURS]`, beside the two rules that people start with
and the best that a judge could do."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from statistics import median
from typing import Any, Final

from newscrawl.health import judge
from newscrawl.report import table
from newscrawl.store.runs import HISTORY, LATEST, SHORT
from tests.bench._ideal import ideal
from tests.newsroom_outlets import KINDS, Fault, Outlet, outlets
from tests.newsroom_years import runs

FROM: Final = 8  # the day from which on false alarms are counted; faults are planted from the third week on
PLAIN: Final = ("outage", "tls")  # faults that show where there was nothing to find, too
Document = dict[str, Any]
Rule = Callable[[Document, Outlet, Sequence[Document]], list[str]]
# From this part of its pages on a rot has to be seen: before, it is as common as an odd page.
ROTTEN: Final = 0.3
COSTLY: Final = 5  # articles lost or spoilt since a fault began: before, it has hardly done anything
_SHORT: Final = ("_id", *dict.fromkeys(name.partition(".")[0] for name in SHORT))


def judged(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    found = judge(run, outlet.expectations, list(_stored(history, run["started"])))
    run["problems"] = [problem.document() for problem in found]
    return [f"{problem.cause} {problem.about}" for problem in found]


def _stored(history: Sequence[Document], now: datetime) -> Iterator[Document]:
    """What `RunStore.history` gives of these runs: those far back in short."""
    for n, run in enumerate(history):
        if now - run["started"] < HISTORY:
            yield run if len(history) - n <= LATEST else {name: run[name] for name in _SHORT if name in run}


def zero(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    return [] if run["outcomes"].get("new") else ["zero"]


def half(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    """Less than half of the mean of the last ten runs."""
    before = [each["outcomes"].get("new", 0) for each in history[-10:]]
    return ["half"] if before and run["outcomes"].get("new", 0) < 0.5 * sum(before) / len(before) else []


RULES: Final[Mapping[str, Rule]] = {"judge": judged, "ideal": ideal, "zero items": zero, "-50 %": half}


class Score:
    """What a rule saw. A fault counts once; an alarm outside of faults once while it lasts."""

    def __init__(self) -> None:
        self.planted, self.first, self.traced, self.told = (Counter[str]() for _ in range(4))
        self.costing, self.costly, self.ever = (Counter[str]() for _ in range(3))
        self.lags: list[float] = []
        self.false, self.months, self.examples, self.missed = 0, 0.0, list[str](), list[str]()

    def fault(self, name: str, fault: Fault, seen: Sequence[tuple[datetime, int, bool]], before: int) -> None:
        """`seen`: of each run in the fault, when, the articles it costs, whether there is an alarm; `before`: what the
        run cost in which it began."""
        self.planted[fault.kind] += 1
        traced = fault.kind in PLAIN or before + seen[0][1] > 0
        self.traced[fault.kind] += traced
        self.first[fault.kind] += seen[0][2]
        self.told[fault.kind] += traced and seen[0][2]
        spent = list(accumulate(cost for _, cost, _ in seen))
        until = next((n for n, total in enumerate(spent) if total >= COSTLY), None)
        self.costing[fault.kind] += until is not None
        self.costly[fault.kind] += until is not None and any(alarm for _, _, alarm in seen[: until + 1])
        alarms = [moment for moment, _, alarm in seen if alarm]
        self.ever[fault.kind] += bool(alarms)
        self.lags += [(alarms[0] - fault.begin) / timedelta(hours=1)] if alarms else []
        if not seen[0][2]:
            self.missed.append(f"{fault.kind:10} {name} {seen[0][0]:%d %b %H:%M}, {before} and {spent[0]} lost")


def measure(
    seeds: Sequence[int], count: int, days: int, every: timedelta | None = None, late: float = 0.0
) -> dict[str, Score]:
    """Each rule's score over the years of these seeds. `late`: hours that a source may lag."""
    scores = {name: Score() for name in RULES}
    for seed in seeds:
        for outlet in outlets(seed, count, days):
            outlet.every, outlet.late = every or outlet.every, late
            story = list(runs(outlet, days))
            for name, rule in RULES.items():
                _follow(f"{seed}/{outlet.name}", outlet, story, rule, scores[name], days)
    return scores


def _follow(
    name: str,
    outlet: Outlet,
    story: Sequence[tuple[Document, Fault | None, float, int]],
    rule: Rule,
    score: Score,
    days: int,
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
            score.examples += [f"{name} {moment:%d %b %H:%M}: {each}" for each in new]
        standing = alarms
    kept = f"{name} ({outlet.daily:.0f} a day, every {outlet.every / timedelta(hours=1):.0f} h)"
    for number, seen in inside.items():
        score.fault(kept, outlet.faults[number], seen, began[number])
    score.months += (days - FROM - sum((each.end - each.begin) / timedelta(days=1) for each in outlet.faults)) / 30


def rates(score: Score) -> tuple[float, float, float]:
    """Faults seen by the first run after them; those that cost five articles, by the run in which they had; and false
    alarms an outlet-month."""
    planted = max(1, score.planted.total())
    costly = score.costly.total() / max(1, score.costing.total())
    return score.first.total() / planted, costly, score.false / score.months


def bounds(count: int, months: float) -> str:
    """Where the true rate of so many events lies, with 95 % confidence (Poisson, by Byar)."""
    least = count * (1 - 1 / (9 * count) - 1.96 / (3 * count**0.5)) ** 3 if count else 0.0
    above = count + 1
    most = above * (1 - 1 / (9 * above) + 1.96 / (3 * above**0.5)) ** 3
    return f"{least / months:.3f}-{most / months:.3f}"


def interval(hits: int, trials: int) -> str:
    """Where the true share lies, with 95 % confidence (Wilson)."""
    if not trials:
        return ""
    z, share = 1.96, hits / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    reach = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)) ** 0.5 / (1 + z * z / trials)
    return f"{middle - reach:.3f}-{middle + reach:.3f}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench health", description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[2026], help="one year each, taken together")
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--every", type=float, help="hours between an outlet's runs; 6 to 24 if it is not given")
    parser.add_argument(
        "--late", type=float, default=0.0, help="hours that a source may lag, each by a time of its own"
    )
    parser.add_argument("--false", action="store_true", help="name the judge's false alarms")
    parser.add_argument("--missed", action="store_true", help="name the faults that its first run missed")
    chosen = parser.parse_args(arguments)
    every = timedelta(hours=chosen.every) if chosen.every else None
    scores = measure(chosen.seed, chosen.outlets, chosen.days, every, chosen.late)
    print(_rules(scores))
    print("\n" + _kinds(scores["judge"], scores["ideal"]))
    print("\n" + _traced(scores["judge"], scores["ideal"]))
    print("\n".join([*(scores["judge"].missed * chosen.missed), *(scores["judge"].examples * chosen.false)]))


def _rules(scores: Mapping[str, Score]) -> str:
    head = ("rule", "faults", "seen by the first run", "95 %", f"by {COSTLY} articles lost", "ever", "median lag",
            "false alarms an outlet-month", "95 %")  # fmt: skip
    return table(head, [(name, *_figures(score)) for name, score in scores.items()])


def _figures(score: Score) -> tuple[object, ...]:
    (first, costly, false), planted = rates(score), score.planted.total()
    ever, lag = score.ever.total() / max(1, planted), median(score.lags or [0])
    seen, wrong = interval(score.first.total(), planted), bounds(score.false, score.months)
    return (planted, f"{first:.3f}", seen, f"{costly:.3f}", f"{ever:.3f}", f"{lag:.0f} h", f"{false:.3f}", wrong)


def _traced(score: Score, best: Score) -> str:
    planted, traced, told = score.planted.total(), score.traced.total(), score.told.total()
    return (
        f"By the first run {traced} of {planted} had cost an article, or showed though there was none to cost.\n"
        f"Of these {told} were seen, {told / max(1, traced):.3f} ({interval(told, traced)}), "
        f"by the ideal {best.told.total()}."
    )


def _kinds(score: Score, best: Score) -> str:
    head = ("fault", "planted", "left a trace by then", "seen by the first run", "95 %", "by the ideal",
            f"by {COSTLY} articles lost", "ever")  # fmt: skip
    return table(head, [
        (kind, score.planted[kind], score.traced[kind], score.first[kind],
         interval(score.first[kind], score.planted[kind]), best.first[kind],
         f"{score.costly[kind]} of {score.costing[kind]}", score.ever[kind])
        for kind in KINDS
    ])  # fmt: skip
