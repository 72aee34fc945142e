"""Dead letters in MongoDB: `dead_letters`, one document an address that failed for a fault of ours."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path

from pymongo import ASCENDING, IndexModel, UpdateOne

from newscrawl.letters import Letter, spooled
from newscrawl.store.connection import Database, Document

INDEXES = (IndexModel([("outlet", ASCENDING), ("when", ASCENDING)], name="outlet_when"),)


class LetterStore:
    """Writes and reads the `dead_letters` collection."""

    def __init__(self, database: Database) -> None:
        self.letters = database.dead_letters

    async def ensure_indexes(self) -> None:
        await self.letters.create_indexes(list(INDEXES))

    async def file(self, letters: Iterable[Letter]) -> None:
        """Keep letters; the latest failure of an address counts, with the raw answer that was kept first."""
        if writes := [_filing(letter) for letter in letters]:
            await self.letters.bulk_write(writes, ordered=False)

    async def collect(self, folder: Path) -> None:
        """Take over the letters that were spooled while MongoDB was gone."""
        for taken, letters in spooled(folder):
            await self.file(letters)
            taken.unlink()

    async def settle(self, ids: Collection[str]) -> int:
        """Take away the letters of addresses that went through; how many there were."""
        return (await self.letters.delete_many({"_id": {"$in": sorted(ids)}})).deleted_count if ids else 0

    async def all(self, outlet: str | None = None) -> list[Document]:
        """Every letter, of one outlet or of all, the oldest first."""
        query = {"outlet": outlet} if outlet else {}
        return await self.letters.find(query).sort([("outlet", ASCENDING), ("when", ASCENDING)]).to_list()


def _filing(letter: Letter) -> UpdateOne:
    fields = {name: value for name, value in asdict(letter).items() if name not in ("id", "warc")}
    change: Document = {"$set": fields, "$inc": {"failures": 1}}
    if letter.warc:
        change["$setOnInsert"] = {"warc": letter.warc}
    return UpdateOne({"_id": letter.id}, change, upsert=True)
