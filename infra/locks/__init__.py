"""Holding a thing so that others wait, and showing that one still lives."""
