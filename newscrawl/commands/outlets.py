"""`scrapy outlets`: which outlets there are, and what is known of their sources; docs/outlets.md is made of it."""

import argparse
from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from newscrawl import registry, report
from newscrawl.configured import Configured
from newscrawl.outlet import OutletSpider

# Known, and not crawled.
LEFT_OUT: Mapping[str, str] = {
    "ahval": "أحوال تركية, ahvalnews.com: reported down; what an address of an article looks like is not known",
    "akhbar_turkiya": "أخبار تركيا: no domain is known",
    "nedaa_turkey": "نداء تركيا: no domain is known",
}
HEAD = ("outlet", "title", "language", "country", "kind", "sources", "body", "a day")


class Command(Configured):
    """List the outlets."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "List the outlets and what is known of their sources"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print everything that they declare as JSON")
        form.add_argument("--markdown", action="store_true", help="print docs/outlets.md")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        outlets = list(registry.outlets().values())
        if opts.json:
            print(report.as_json([described(each) for each in outlets]))  # noqa: T201
        else:
            print(markdown() if opts.markdown else report.table(HEAD, map(row, outlets)))  # noqa: T201


def described(outlet: type[OutletSpider]) -> dict[str, Any]:
    """What an outlet declares, for programs."""
    names = ("name", "title", "aliases", "kind", "country", "language", "timezone", "allowed_domains", "article_url",
             "javascript", "on_turkey_only", "licence", "terms", "lead", "body", "drop")  # fmt: skip
    return {
        **{name: getattr(outlet, name) for name in names},
        "per_day": outlet.expect.per_day,
        "sources": [{"kind": type(each).__name__, "url": each.url, "status": each.status} for each in outlet.sources],
    }


def row(outlet: type[OutletSpider]) -> tuple[str, ...]:
    known = Counter(source.status for source in outlet.sources)
    sources = ", ".join(f"{count} {status}" for status, count in sorted(known.items()))
    low, high = outlet.expect.per_day
    body = "declared" if outlet.body else "generic"
    return (
        outlet.name, outlet.title, outlet.language, outlet.country, outlet.kind, sources, body, f"{low}-{high}",
    )  # fmt: skip


def markdown() -> str:
    """The page of all outlets, those that are left out at its end."""
    outlets = registry.outlets().values()
    lines = [
        "# Outlets",
        "",
        "Made by `scrapy outlets --markdown`. The status of a source is about evidence, not about today: nobody has",
        "visited the sites from where this was written. What a status means: [adding an outlet](adding-an-outlet.md).",
        "",
        f"| {' | '.join(HEAD)} |",
        f"|{'---|' * len(HEAD)}",
        *(f"| {' | '.join(row(each))} |" for each in outlets),
        "",
        "Read in a browser, since their pages come by script: "
        + ", ".join(each.name for each in outlets if each.javascript)
        + ".",
        "",
        "Only what is about Turkey is kept of: "
        + ", ".join(each.name for each in outlets if each.on_turkey_only)
        + ".",
        "",
        *(
            f"`{each.name}` is off unless LICENSED_OUTLETS names it: {each.licence}."
            for each in outlets
            if each.licence
        ),
        "",
        "What is known of other terms, for whoever passes texts on:",
        "",
        *(f"- `{each.name}`: {each.terms}." for each in outlets if each.terms),
        "",
        "Known, and not crawled:",
        "",
        *(f"- `{key}`: {reason}." for key, reason in LEFT_OUT.items()),
    ]
    return "\n".join(lines)
