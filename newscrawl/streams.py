"""Standard output and error that are closed, hang up or lie on a full disk cost a command none of its work: Python
itself would end with a traceback, or with 120. Only results that found no room are an error at the end."""

import atexit
import errno
import io
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final, TextIO

from newscrawl.exits import Exit

GONE: Final = (errno.EPIPE,)  # who reads our results has read enough; a disk that is full has not
UNHEARD: Final = (errno.EPIPE, errno.EIO, errno.ENOSPC, errno.EDQUOT)  # what a log may run into while the work goes on


class Forgiving(io.FileIO):
    """Another way to a stream's file, which swallows what it cannot write; where for none of these reasons, it says so
    in `lost`."""

    def __init__(self, stream: TextIO, reasons: Collection[int]) -> None:
        super().__init__(stream.fileno(), "wb", closefd=False)
        self.reasons = reasons
        self.lost: OSError | None = None
        self.stream = stream  # which closes the file when nobody has it any more

    def write(self, data: bytes) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in self.reasons:
                self.lost = error
            return len(data)


def forgiving(stream: TextIO, reasons: Collection[int] = UNHEARD) -> TextIO:
    """The same stream, for what need not be heard."""
    return _text(Forgiving(stream, reasons))


def guard() -> None:
    """To be called before anything is written."""
    sys.stderr = forgiving(_opened(sys.stderr))
    results = Forgiving(_opened(sys.stdout), GONE)
    sys.stdout = _text(results)
    atexit.register(_admit, results)


def _admit(results: Forgiving) -> None:
    """Only now is all said; and an exit code can be changed here in no other way."""
    sys.stdout.flush()
    if results.lost:
        print(f"newscrawl: the results could not be written: {results.lost.strerror}", file=sys.stderr)  # noqa: T201
        sys.stderr.flush()
        os._exit(Exit.DATABASE)


def _opened(stream: TextIO | None) -> TextIO:
    return stream or Path(os.devnull).open("w", encoding="utf-8")


def _text(raw: Forgiving) -> TextIO:
    file, like = io.BufferedWriter(raw), raw.stream  # type: ignore[type-var]
    return io.TextIOWrapper(file, like.encoding, like.errors, line_buffering=bool(like.line_buffering))
