"""One pace for a host, whoever asks it: the next free moment, handed out by the server's clock."""

from pymongo import ReturnDocument

from newscrawl.store.connection import Database, Document


class PaceStore:
    """Writes the `hosts` collection: when each host may be asked next."""

    def __init__(self, database: Database) -> None:
        self.hosts = database.hosts

    async def reserve(self, host: str, delay: float) -> float:
        """Take the host's next free moment and leave `delay` seconds behind it; the seconds until then."""
        granted = {"$max": ["$next", "$$NOW"]}
        later = {"$dateAdd": {"startDate": "$granted", "unit": "millisecond", "amount": int(delay * 1000)}}
        taken: Document | None = await self.hosts.find_one_and_update(
            {"_id": host},
            [{"$set": {"granted": granted, "asked": "$$NOW"}}, {"$set": {"next": later}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert taken is not None
        return float((taken["granted"] - taken["asked"]).total_seconds())
