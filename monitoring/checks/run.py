"""All checks at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from monitoring.checks.database import DATABASE_CHECKS, check_database
from monitoring.checks.outcome import Result, find
from monitoring.checks.replicas import replica_checks
from monitoring.checks.stores import store_checks


def run_checks() -> dict[str, Result]:
    """Everything the shop needs, by name, within a few seconds whatever state it is in."""
    # The stores are asked beside the database, so that the slowest decides and not the sum. Only
    # this thread speaks to the database: one more connection would be one too many when it is full.
    beside = store_checks() | replica_checks()
    with ThreadPoolExecutor(max_workers=len(beside)) as threads:
        asked = {name: threads.submit(find, check) for name, check in beside.items()}
        checks = {"database": find(check_database)}
        if checks["database"]["ok"]:
            checks |= {name: find(check) for name, check in DATABASE_CHECKS.items()}
        return checks | {name: result.result() for name, result in asked.items()}
