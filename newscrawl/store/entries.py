"""Entries of the frontier as documents, and back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo import UpdateOne

from newscrawl.frontier import REVISIT, Claim, Entry, Settlement
from newscrawl.schedule import FIRST_INTERVAL
from newscrawl.store.connection import Document

VISITS: Final = 5


def document(key: str, queue: str, entry: Entry, now: datetime) -> Document:
    """A new entry, due at once."""
    fresh: Document = {
        "_id": key, "queue": queue, "url": entry.url, "kind": entry.kind, "rank": entry.rank,
        "source": entry.source, "added": now, "due": now, "attempts": 0,
    }  # fmt: skip
    if entry.depth:
        fresh["depth"] = entry.depth
    if entry.told:
        fresh["told"] = dict(entry.told)
    return fresh


def claim(document: Mapping[str, Any]) -> Claim:
    """An entry that has been taken on."""
    return Claim(
        id=document["_id"],
        token=document["token"],
        url=document["url"],
        kind=document["kind"],
        source=document["source"],
        added=document["added"],
        attempts=document["attempts"],
        interval=timedelta(seconds=document.get("interval", FIRST_INTERVAL.total_seconds())),
        conditions=document.get("conditions", {}),
        depth=document.get("depth", 0),
        told=document.get("told"),
        digest=document.get("digest"),
        read=document.get("read"),
    )


def settling(settled: Settlement, run: str, now: datetime) -> UpdateOne:
    """The write that settles a claim, if it is still this run's."""
    claim, found = settled.claim, settled.found
    failed = "/" in settled.outcome
    fields: Document = {"interval": settled.interval.total_seconds()}
    if not failed:
        fields |= {"attempts": 0} | ({"rank": REVISIT} if claim.is_article else {})
    if settled.due:
        fields["due"] = settled.due
    if found.conditions is not None:
        fields["conditions"] = dict(found.conditions)
    if found.digest:
        fields |= {"digest": found.digest, "read": now}
    visit: Document = {"run": run, "token": claim.token, "at": now, "outcome": settled.outcome}
    if claim.is_article:
        visit["article"] = found.article
    else:
        visit |= {"named": found.named, "fresh": found.fresh, "newest": found.newest}
    change = {
        "$set": fields,
        "$unset": dict.fromkeys(("run", "token", *_done_with(settled)), ""),
        "$push": {"visits": {"$each": [visit], "$slice": -VISITS}},
    }
    return UpdateOne({"_id": claim.id, "run": run, "token": claim.token}, change)


def _done_with(settled: Settlement) -> tuple[str, ...]:
    """What an entry no longer needs: a time where it is visited no more, a feed's text where its page had one."""
    kept = settled.due and (settled.found.told or "/" in settled.outcome)
    return (*(() if settled.due else ("due",)), *(() if kept else ("told",)))
