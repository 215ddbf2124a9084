"""Whose turn it is: rows of PostgreSQL under a lease, and nothing in messages."""
