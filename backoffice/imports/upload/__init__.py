"""Choosing a file to import."""
