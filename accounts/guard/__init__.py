"""Guessing passwords and codes: counted before each is looked at, and slowed down until it stops.

Counts are rows of PostgreSQL, without which nobody can log in anyway: no other server's absence
opens this door or shuts it (docs/adr/0024-log-ins-are-counted-in-postgresql.md).
"""

from __future__ import annotations

from accounts.guard.counting import TooManyAttemptsError, count_attempt, forget, take_back
from accounts.guard.keys import account_keys, keys_of_code

__all__ = [
    "TooManyAttemptsError",
    "account_keys",
    "count_attempt",
    "forget",
    "keys_of_code",
    "take_back",
]
