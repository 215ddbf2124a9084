"""Searches under filters: other ways to lay the vectors out, and what they would cost."""
