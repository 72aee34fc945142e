"""The web server as it is stopped: told once it answers who is being served, told twice it ends at once."""

import os
from types import FrameType

import uvicorn

from newscrawl.exits import Exit


class Server(uvicorn.Server):
    """uvicorn's, whose own second signal ends in a traceback."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal. It only reads, so there is nothing to put in order."""
        if self.should_exit:
            os._exit(Exit.OK)
        super().handle_exit(sig, frame)
