"""Benchmarks: one module each, with `main(arguments)`; scripts/bench runs them by name."""
