"""Judgements: given, taken back, graded by, exported and imported."""
