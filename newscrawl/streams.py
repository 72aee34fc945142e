"""Standard output and error that are closed, hang up or lie on a full disk cost a command neither its work nor its exit
code: Python itself would end with a traceback, or with 120."""

import errno
import io
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final, TextIO

GONE: Final = (errno.EPIPE,)  # who reads our results has read enough; a disk that is full has not
UNHEARD: Final = (errno.EPIPE, errno.EIO, errno.ENOSPC, errno.EDQUOT)  # what a log may run into while the work goes on


class Forgiving(io.FileIO):
    """Another way to a stream's file, which swallows what it cannot write for one of these reasons."""

    def __init__(self, stream: TextIO, reasons: Collection[int]) -> None:
        super().__init__(stream.fileno(), "wb", closefd=False)
        self.reasons = reasons
        self.stream = stream  # which closes the file when nobody has it any more

    def write(self, data: bytes) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in self.reasons:
                raise
            return len(data)


def forgiving(stream: TextIO, reasons: Collection[int] = UNHEARD) -> TextIO:
    """The same stream, for what need not be heard."""
    file = io.BufferedWriter(Forgiving(stream, reasons))  # type: ignore[type-var]
    return io.TextIOWrapper(file, stream.encoding, stream.errors, line_buffering=bool(stream.line_buffering))


def guard() -> None:
    """To be called before anything is written."""
    for name, reasons in (("stdout", GONE), ("stderr", UNHEARD)):
        stream = getattr(sys, name) or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        setattr(sys, name, forgiving(stream, reasons))
