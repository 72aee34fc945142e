"""Labelled samples, and the floors that quality may not fall below."""
