"""Engines outside of the shop's PostgreSQL, which keeps the truth and proves what they say."""
