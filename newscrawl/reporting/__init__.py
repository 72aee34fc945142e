"""Which Turkish article an Arabic one reports on: not a copy, but what it cites, told again in another language."""

from newscrawl.reporting.cues import cues, weigh
from newscrawl.reporting.proposing import TOLERANCE, WINDOW, Cued, Proposal, matters, propose, score

__all__ = ("TOLERANCE", "WINDOW", "Cued", "Proposal", "cues", "matters", "propose", "score", "weigh")
