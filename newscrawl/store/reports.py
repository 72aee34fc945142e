"""Proposals in MongoDB: which Turkish article an Arabic one is likely to report on. Nothing is merged by them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import xxhash
from pymongo import ASCENDING, DESCENDING, IndexModel, ReplaceOne

from newscrawl.article import Article
from newscrawl.reporting import TOLERANCE, WINDOW, Cued, Proposal, cues, matters, propose, score, weigh
from newscrawl.store.connection import Database, Document
from newscrawl.store.together import rows
from newscrawl.urls import article_id

DAY: Final = timedelta(days=1)
KEPT: Final = timedelta(days=10)  # longer than the window, for sources that are crawled late
DISTINCTIVE: Final = 0.6  # weight of the cues that candidates are looked up by
MOST: Final = 500  # candidates that one article is compared with
READ: Final = 25  # of them at a time: the cues of one take a tenth of a megabyte
TOGETHER: Final = 8  # reports that are judged at once
ATTEMPTS: Final = 20
REPORT, SOURCE = "report", "source"
CHANGING: Final = ("seen", "judged")  # what an entry says of itself, not of its article
CUES: Final = (
    IndexModel(
        [("role", ASCENDING), ("outlet", ASCENDING), ("keys", ASCENDING), ("published", DESCENDING)],
        name="role_outlet_keys_published",
    ),
    IndexModel([("article", ASCENDING)], name="article"),
    IndexModel([("seen", ASCENDING)], name="expiry", expireAfterSeconds=int(KEPT.total_seconds())),
)
# For who asks: what does it report on, who reported on it, what is new?
PROPOSALS: Final = (
    IndexModel([("report", ASCENDING), ("outlet", ASCENDING)], name="report_outlet"),
    IndexModel([("of", ASCENDING)], name="of"),
    IndexModel([("published", DESCENDING)], name="published"),
)


class ReportStore:
    """Writes `cues` and `reports_on`.

    `turkish` are the outlets that are reported on. An entry of `cues` is an Arabic article with one outlet that it
    cites, or a Turkish article with its own. Who writes an entry looks for the others afterwards, so of two articles
    that arrive at once at least one sees the other.
    """

    def __init__(self, database: Database, turkish: Collection[str]) -> None:
        self.cues, self.proposals, self.turkish = database.cues, database.reports_on, turkish

    async def ensure_indexes(self) -> None:
        await self.cues.create_indexes(list(CUES))
        await self.proposals.create_indexes(list(PROPOSALS))

    async def note(self, article: Article, now: datetime) -> int:
        """Keep an article's cues and propose anew wherever they count; how many proposals it is part of."""
        return (await self.note_all([article], now))[0]

    async def note_all(self, articles: Sequence[Article], now: datetime) -> list[int]:
        """`note` for some articles at once: those that none of this concerns take two round trips together, and those
        whose entries are there already, judged and of the same text, as many."""
        by_name = {article_id(each.url): each for each in articles}
        drafts = {name: self._drafts(name, each, now) for name, each in by_name.items()}
        there = await self._there(list(drafts))
        stand = {name for name, each in drafts.items() if each and _are_judged(there[name], each)}
        await self._see([entry for name in stand for entry in there[name]], now)
        if left := {name: _with_cues(each, by_name[name]) for name, each in drafts.items() if name not in stand}:
            await self._propose(left, [name for name in left if there[name]], now)
        counts = await self._counted([name for name in drafts if drafts[name]])
        return [counts[article_id(each.url)] for each in articles]

    async def _there(self, articles: Sequence[str]) -> dict[str, list[Document]]:
        """The entries of articles, without their cues, by article."""
        found = defaultdict[str, list[Document]](list)
        async for entry in self.cues.find({"article": {"$in": list(articles)}}, {"keys": 0, "cues": 0}):
            found[entry["article"]].append(entry)
        return found

    async def _see(self, entries: Sequence[Document], now: datetime) -> None:
        """Let entries that stand live on; once a day will do."""
        if old := [each["_id"] for each in entries if each["seen"] < now - DAY]:
            await self.cues.update_many({"_id": {"$in": old}}, {"$set": {"seen": now}})

    async def _propose(self, entries: Mapping[str, list[Document]], known: Sequence[str], now: datetime) -> None:
        """Write the entries of articles and propose anew wherever they count. `known`: those that may have others."""
        versions = await self._replaced(entries, known)
        touched = {
            each["_id"]: each for each in versions if each["role"] == REPORT and each in entries[each["article"]]
        }
        sources = [each for each in versions if each["role"] == SOURCE]
        touched |= {report["_id"]: report for report in await self._reports(sources)}
        await self._judge(list(touched.values()))
        # Last, so that those of a process which ends here are judged when they are met again.
        if written := [entry["_id"] for each in entries.values() for entry in each]:
            await self.cues.update_many({"_id": {"$in": written}, "seen": now}, {"$set": {"judged": True}})

    async def _replaced(self, entries: Mapping[str, list[Document]], known: Sequence[str]) -> list[Document]:
        """Make the entries of articles these; gives them, and what they said before where that was something else."""
        before = await self.cues.find({"article": {"$in": list(known)}}).to_list() if known else []
        kept = {entry["_id"]: entry for each in entries.values() for entry in each}
        if gone := [old["_id"] for old in before if old["_id"] not in kept]:
            await self.cues.delete_many({"_id": {"$in": gone}})
        cited = {name: [entry["outlet"] for entry in each] for name, each in entries.items()}
        stale: list[Document] = [{"report": name, "outlet": {"$nin": outlets}} for name, outlets in cited.items()]
        await self.proposals.delete_many({"$or": stale})
        if kept:
            await self.cues.bulk_write([ReplaceOne({"_id": name}, each, upsert=True) for name, each in kept.items()])
        # What a source said before its revision may have been proposed, or have stood in the way of another.
        return [*kept.values(), *(old for old in before if not _is_same(old, kept.get(old["_id"], {})))]

    async def _counted(self, articles: Sequence[str]) -> Counter[str]:
        """How many proposals each of these articles is part of."""
        if not articles:
            return Counter()
        part: Document = {"$or": [{"report": {"$in": list(articles)}}, {"of": {"$in": list(articles)}}]}
        found = self.proposals.find(part, {"_id": 0, "report": 1, "of": 1})
        return Counter([end async for each in found for end in {each["report"], each["of"]}])

    def _drafts(self, name: str, article: Article, now: datetime) -> list[Document]:
        """An article's entries, without their cues."""
        if article.published is None or article.language not in ("ar", "tr"):
            return []
        is_report = article.language == "ar"
        named = {each.outlet for each in article.citations if each.outlet} if is_report else {article.outlet}
        # A day without a clock is its midnight; what is reported on may be later that day.
        days = DAY if is_report and article.published_precision == "day" else timedelta()
        entry = {
            "article": name,
            "role": REPORT if is_report else SOURCE,
            "published": article.published.replace(microsecond=0) + days,
            "text": xxhash.xxh3_128_hexdigest(f"{article.title}\n{article.body}".encode()),
            "seen": now,
        }
        outlets = sorted(named.intersection(self.turkish))
        return [{**entry, "_id": f"{name}|{outlet}", "outlet": outlet} for outlet in outlets]

    async def _reports(self, sources: Sequence[Document]) -> list[Document]:
        """The Arabic entries whose proposals Turkish articles may change."""
        near = {
            str(number): _sharing(each, REPORT, each["published"] - TOLERANCE, each["published"] + WINDOW)
            for number, each in enumerate(sources)
        }
        mine = {str(number): dict(each["cues"]) for number, each in enumerate(sources)}
        found = rows(self.cues, near, READ)
        return [report async for report in found if matters(score(dict(report["cues"]), mine[report["to"]]))]

    async def _judge(self, reports: Sequence[Document]) -> None:
        """Make the proposals of Arabic entries those that hold now. Who changes any looks again: of two that judge
        an entry at once, the one that knew less sees what the other knew."""
        for start in range(0, len(reports), TOGETHER):
            left = reports[start : start + TOGETHER]
            for _ in range(ATTEMPTS):
                changed = await self._keep(await self._proposed(left), left)
                left = [report for report in left if report["_id"] in changed]
                if not left:
                    break

    async def _proposed(self, reports: Sequence[Document]) -> list[Document]:
        """What is to be proposed of these Arabic entries."""
        near = {
            each["_id"]: _sharing(each, SOURCE, each["published"] - WINDOW, each["published"] + TOLERANCE)
            for each in reports
        }
        cued, likely = {each["_id"]: _cued(each) for each in reports}, defaultdict[str, list[Cued]](list)
        async for source in rows(self.cues, near, READ):
            if matters(score(cued[source["to"]].cues, (each := _cued(source)).cues)):
                likely[source["to"]].append(each)
        return [
            _document(each, report)
            for report in reports
            for each in propose(cued[report["_id"]], likely[report["_id"]])
        ]

    async def _keep(self, wanted: Sequence[Document], reports: Sequence[Document]) -> set[str]:
        """The ids of entries for which there was anything to write. A proposal whose source has expired stays: nobody
        can judge it again."""
        of_entries = [{"report": each["article"], "outlet": each["outlet"]} for each in reports]
        present = {each["_id"]: each for each in await self.proposals.find({"$or": of_entries}).to_list()}
        changed = [each for each in wanted if present.get(each["_id"]) != each]
        if changed:
            await self.proposals.bulk_write([ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in changed])
        kept = {each["_id"] for each in wanted}
        others = [each for name, each in present.items() if name not in kept]
        sources = {"article": {"$in": sorted({each["of"] for each in others})}}
        there = await self.cues.distinct("article", sources) if others else []
        gone = [each for each in others if each["of"] in there]
        if gone:
            await self.proposals.delete_many({"_id": {"$in": [each["_id"] for each in gone]}})
        return {f"{each['report']}|{each['outlet']}" for each in (*changed, *gone)}


def _sharing(entry: Document, role: str, since: datetime, until: datetime) -> list[Document]:
    """Stages that give the entries of the same outlet that share a distinctive cue, the latest first."""
    wanted = {
        "role": role,
        "outlet": entry["outlet"],
        "keys": {"$in": entry["keys"]},
        "published": {"$gte": since, "$lte": until},
    }
    return [{"$match": wanted}, {"$sort": {"published": -1, "_id": 1}}, {"$limit": MOST}]


def _with_cues(drafts: Sequence[Document], article: Article) -> list[Document]:
    found = cues(article.title, article.body, article.language or "") if drafts else {}
    told = sorted(found)
    keys = [cue for cue in told if weigh(cue) >= DISTINCTIVE]
    return [{**each, "keys": keys, "cues": [[cue, found[cue]] for cue in told]} for each in drafts]


def _are_judged(there: Sequence[Document], drafts: Sequence[Document]) -> bool:
    """Whether these entries, and no others, are there and were judged."""
    wanted = {each["_id"]: {**each, "seen": None, "judged": True} for each in drafts}
    return {each["_id"]: {**each, "seen": None} for each in there} == wanted


def _is_same(old: Document, new: Document) -> bool:
    unlike = dict.fromkeys(CHANGING)
    return {**old, **unlike} == {**new, **unlike}


def _cued(entry: Document) -> Cued:
    return Cued(entry["article"], (entry["outlet"],), entry["published"], dict(entry["cues"]))


def _document(proposal: Proposal, report: Document) -> Document:
    return {
        "_id": f"{proposal.report}|{proposal.of}",
        "report": proposal.report,
        "of": proposal.of,
        "outlet": report["outlet"],
        "score": proposal.score,
        "lag_seconds": int(proposal.lag.total_seconds()),
        "published": report["published"],
        "evidence": dict(proposal.evidence),
    }
