"""Dates: every format of the tables is read right (tests/test_dates.py), and there are at least 150 of them."""

import re

from tests import test_dates

TABLES = (test_dates.METADATA, test_dates.TURKISH, test_dates.ARABIC, test_dates.ENGLISH, test_dates.READ)


def test_there_are_enough_formats() -> None:
    """Two texts that differ in their digits alone are one format."""
    shapes = {re.sub("[٠-٩]", "٩", re.sub("[0-9]", "9", row[0])) for table in TABLES for row in table}
    print(f"dates: {len(shapes)} formats")
    assert len(shapes) >= 150
