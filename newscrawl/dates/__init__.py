"""Dates as Arabic, Turkish and English news pages write them.

Day before month always; a time without an offset is the outlet's; what cannot be read is None, never a guess.
Own code over tables of words: dateparser 1.5 reads 05.04.2025 as 4 May in English, knows the Levantine months only
for some countries and dual names for none, and costs milliseconds where this costs microseconds.
"""

from newscrawl.dates.reading import Dated, Precision, find, find_all, parse

__all__ = ("Dated", "Precision", "find", "find_all", "parse")
