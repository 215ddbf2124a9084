"""Addresses that lead elsewhere, and those that not everybody may see."""
