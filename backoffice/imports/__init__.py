"""Bringing files of products in: chosen, looked at, checked, applied, undone, told."""
