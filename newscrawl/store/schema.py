"""The version of the stored documents: `schema`, with what MongoDB enforces of the contract.

A crawl of an older schema's documents goes on; one that meets a newer schema than it knows does not begin.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from pymongo import MongoClient
from pymongo.errors import CollectionInvalid, DuplicateKeyError, OperationFailure, PyMongoError

from newscrawl import contract
from newscrawl.article import SCHEMA
from newscrawl.store.connection import DEFAULT_NAME, Database, DatabaseUnavailable, Document

KEY: Final = "newscrawl"
FIRST: Final = 1  # of databases from before the version was kept
EXISTS: Final = 48


class NewerSchema(DatabaseUnavailable):
    """The database was written by a later version of this program."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"the database has schema {version} and this version of newscrawl knows {SCHEMA} at most: update newscrawl"
        )


def check_schema(uri: str, name: str | None) -> None:
    """Raise NewerSchema where the database is newer than this program."""
    with MongoClient[Document](uri) as client:
        database = client[name] if name else client.get_default_database(DEFAULT_NAME)
        found = database["schema"].find_one({"_id": KEY})
    if found and found["version"] > SCHEMA:
        raise NewerSchema(found["version"])


class SchemaStore:
    """Writes and reads the `schema` collection, and sets the validators."""

    def __init__(self, database: Database) -> None:
        self.database, self.schema = database, database["schema"]

    async def version(self) -> int:
        """The schema that every article has reached; raises NewerSchema."""
        found = await self.schema.find_one({"_id": KEY})
        if found is None:
            return FIRST if await self.database.articles.find_one({}, {"_id": 1}) else SCHEMA
        if found["version"] > SCHEMA:
            raise NewerSchema(found["version"])
        return int(found["version"])

    async def begin(self) -> int:
        """Make sure that the version is noted, before the first article is stored; which it is."""
        version = await self.version()
        try:
            await self.schema.insert_one({"_id": KEY, "version": version})
        except DuplicateKeyError:
            return await self.version()
        return version

    async def reached(self, now: datetime) -> None:
        """Note that every article has this program's schema."""
        await self.schema.update_one({"_id": KEY}, {"$set": {"version": SCHEMA, "migrated": now}}, upsert=True)

    async def differing(self) -> list[str]:
        """Collections whose validator is not that of the contract."""
        return [name async for name, _ in self._differing()]

    async def enforce(self) -> list[str]:
        """Set the validators that differ; which they were. Documents that break them already may still be changed.

        Raises OperationFailure where the user may not change collections, as with the role readWrite.
        """
        changed = [each async for each in self._differing()]
        for name, exists in changed:
            options: Document = {
                "validator": validator(name),
                "validationLevel": "moderate",
                "validationAction": "error",
            }
            if not exists:
                try:
                    await self.database.create_collection(name, **options)
                    continue
                except (CollectionInvalid, OperationFailure) as error:
                    if isinstance(error, OperationFailure) and error.code != EXISTS:
                        raise
            await self.database.command("collMod", name, **options)
        return [name for name, _ in changed]

    async def _differing(self) -> Any:
        found = {each["name"]: each async for each in await self.database.list_collections()}
        for name in contract.COLLECTIONS:
            options = found.get(name, {}).get("options", {})
            if options.get("validator") != validator(name):
                yield name, name in found


def explained(error: PyMongoError) -> str:
    """What MongoDB has against a document, field by field where it breaks the contract."""
    details = (error.details if isinstance(error, OperationFailure) else None) or {}
    refused = details.get("writeErrors", [details])
    return "; ".join(fault for each in refused for fault in faults(each)) or str(error)


def validator(name: str) -> Document:
    return {"$jsonSchema": contract.schema(name)}


def faults(error: Any) -> Iterator[str]:
    """What a document that the validator refused has wrong, field by field."""
    rules = error.get("errInfo", {}).get("details", {}).get("schemaRulesNotSatisfied", ())
    for rule in rules:
        for each in rule.get("propertiesNotSatisfied", ()):
            detail = each["details"][0]
            wrong = detail.get("reason", detail["operatorName"])
            yield f"{each['propertyName']}: {wrong} ({detail.get('consideredType', 'nested')})"
        for name in rule.get("missingProperties", ()):
            yield f"{name}: missing"
