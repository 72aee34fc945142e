"""Tests of the pure text modules."""
