"""The fleet for Prometheus: gauges of each outlet's latest run, since a cron job has no port to be asked at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from newscrawl.watching import Standing

Document = Mapping[str, Any]
STATES: Final = ("running", "closed", "died", "silent")
_WORDS: Final = {
    "newscrawl_last_run_timestamp_seconds": "When the outlet's latest run began.",
    "newscrawl_last_success_timestamp_seconds": "When a run of the outlet last did its work.",
    "newscrawl_last_run_duration_seconds": "How long the latest run took.",
    "newscrawl_last_run_cpu_seconds": "Processor time that the latest run took.",
    "newscrawl_last_run_exit_code": "The exit code of the latest run; 0 says that the work was done.",
    "newscrawl_last_run_pages": "Answers that the latest run got.",
    "newscrawl_last_run_response_bytes": "Bytes that the latest run got.",
    "newscrawl_last_run_peak_memory_bytes": "The most memory that the latest run took.",
    "newscrawl_last_run_waiting": "Addresses that were due and not taken on.",
}


class Fleet(Collector):
    """What is known of the fleet. `totals` as `Digest.totals` gives them; `letters`: the dead letters by outlet."""

    def __init__(self, outlets: Iterable[Standing], totals: Mapping[str, int], letters: Mapping[str, int]) -> None:
        self.outlets, self.totals, self.letters = list(outlets), totals, letters

    def collect(self) -> Iterator[Metric]:
        yield from self._gauges()
        yield self._labelled("newscrawl_last_run_state", "1 for the state of the latest run.", "state", _states)
        yield self._labelled(
            "newscrawl_last_run_addresses", "What became of the latest run's addresses.", "outcome", _outcomes
        )
        yield self._labelled(
            "newscrawl_last_run_field_found_ratio", "Share of articles in which a field was found.", "field", _filled
        )
        yield self._problems()
        for name, count in self.totals.items():
            yield GaugeMetricFamily(f"newscrawl_{name}", f"How many {name} there are in the database.", value=count)
        letters = GaugeMetricFamily(
            "newscrawl_dead_letters", "Pages that a fault of ours kept from being stored.", labels=["outlet"]
        )
        for outlet in self.outlets:
            letters.add_metric([outlet.outlet], self.letters.get(outlet.outlet, 0))
        yield letters

    def _gauges(self) -> Iterator[Metric]:
        families = {name: GaugeMetricFamily(name, words, labels=["outlet"]) for name, words in _WORDS.items()}
        for outlet in self.outlets:
            for name, value in _values(outlet):
                if isinstance(value, int | float):
                    families[f"newscrawl_{name}"].add_metric([outlet.outlet], value)
        yield from families.values()

    def _labelled(self, name: str, words: str, label: str, read: Any) -> Metric:
        family = GaugeMetricFamily(name, words, labels=["outlet", label])
        for outlet in self.outlets:
            for value, count in read(outlet.last or {}).items():
                family.add_metric([outlet.outlet, value], count)
        return family

    def _problems(self) -> Metric:
        words = "Problems of an outlet, by cause; 0 where an outlet has none."
        family = GaugeMetricFamily("newscrawl_problems", words, labels=["outlet", "cause", "severity"])
        for outlet in self.outlets:
            counts = Counter((each.cause.value, each.severity.value) for each in outlet.problems)
            for labels, count in (counts or {("none", "none"): 0}).items():
                family.add_metric([outlet.outlet, *labels], count)
        return family


def registry(fleet: Fleet) -> CollectorRegistry:
    """A registry of these metrics alone, without the process's own."""
    found = CollectorRegistry(auto_describe=False)
    found.register(fleet)
    return found


def _values(outlet: Standing) -> Iterator[tuple[str, Any]]:
    last, worked = outlet.last or {}, outlet.worked
    began, ended = last.get("started"), last.get("finished")
    yield "last_run_timestamp_seconds", began.timestamp() if isinstance(began, datetime) else None
    yield "last_success_timestamp_seconds", worked.timestamp() if isinstance(worked, datetime) else None
    if isinstance(began, datetime) and isinstance(ended, datetime):
        yield "last_run_duration_seconds", (ended - began).total_seconds()
    yield "last_run_exit_code", last.get("exit_code")
    yield "last_run_pages", last.get("pages")
    yield "last_run_response_bytes", last.get("bytes")
    yield "last_run_peak_memory_bytes", last.get("memory")
    timing = last.get("timing")
    yield "last_run_cpu_seconds", timing.get("cpu") if isinstance(timing, Mapping) else None
    yield "last_run_waiting", last.get("waiting")


def _states(run: Document) -> dict[str, int]:
    return {state: int(run.get("state") == state) for state in STATES}


def _outcomes(run: Document) -> dict[str, int]:
    outcomes = run.get("outcomes")
    return (
        {str(name): count for name, count in outcomes.items() if isinstance(count, int)}
        if isinstance(outcomes, Mapping)
        else {}
    )


def _filled(run: Document) -> dict[str, float]:
    fields = run.get("fields")
    shares: dict[str, float] = {}
    for name, counts in fields.items() if isinstance(fields, Mapping) else ():
        if isinstance(counts, Mapping) and (asked := (counts.get("found") or 0) + (counts.get("missing") or 0)):
            shares[str(name)] = (counts.get("found") or 0) / asked
    return shares
