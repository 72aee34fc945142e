"""Stored web answers: WARC files, and folders of pages with an index. What one crawl archives, another replays.

answers   an answer as it came, and an archive of them by URL
warc      reading and appending to WARC files
folder    a folder of pages with an index.json
"""

from pathlib import Path

from newscrawl.archive.answers import Archive, ArchiveError, Stored
from newscrawl.archive.folder import pages
from newscrawl.archive.warc import append, check_writable, read_record, records

__all__ = (
    "Archive",
    "ArchiveError",
    "Stored",
    "append",
    "check_writable",
    "open_archive",
    "read_record",
    "records",
)


def open_archive(path: Path) -> Archive:
    """The archive at a path: a folder with index.json, or a WARC file. Raises ArchiveError."""
    try:
        archive = Archive(pages(path) if path.is_dir() else records(path))
    except OSError as error:
        raise ArchiveError(f"no archive at {path} ({error}); give a WARC file or a folder with index.json") from None
    if not archive.answers:
        raise ArchiveError(f"{path} holds no web answers; is it a WARC file?")
    return archive
