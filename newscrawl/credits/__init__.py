"""Whom a text credits and whom it cites. A credited text was taken over; a cited outlet was only reported on."""

from newscrawl.credits.attribution import Attributed, Attribution, attribute

__all__ = ["Attributed", "Attribution", "attribute"]
