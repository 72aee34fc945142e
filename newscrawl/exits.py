"""Exit codes, after sysexits.h: what cron, systemd and Kubernetes read."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended. 0 says that the work was done, never merely that the program ran."""

    OK = 0
    USAGE = 2  # as Scrapy and argparse: unknown outlet, unknown option
    DEGRADED = 65  # pages came, articles did not
    NOTHING_FOUND = 66  # sources answered and named no article; or what was asked for is not there
    UNREACHABLE = 69  # no source of the outlet could be fetched
    BUG = 70  # an exception in our own code
    DATABASE = 74  # MongoDB cannot be reached or will not take the data; or the results found no room
    HELD = 73  # another run is crawling the outlet
    UNFINISHED = 75  # stopped before the end; run it again
    CONFIG = 78  # a setting that cannot work: no number, a broken archive, a place that cannot be written
