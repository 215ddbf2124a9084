"""Blind tests of two spaces."""
