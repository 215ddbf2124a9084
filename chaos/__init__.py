"""Faults brought about on a shop of its own, and proof that it lost nothing: `make chaos`."""
