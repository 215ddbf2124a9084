"""Getting a feed from its address, as far as it has changed."""

from __future__ import annotations

from pathlib import Path

from catalog.conf import conf
from catalog.images.validation.limits import MIB
from infra.fetch.answers.results import Fetched, Unchanged, Validators
from infra.fetch.files import fetch_file
from infra.fetch.rules import rules_of_settings
from infra.fetch.session import FetchSession


def fetch_feed(address: str, path: Path, *, known: Validators | None = None) -> Fetched | Unchanged:
    """Fetch a feed into a file, which is there whole or as it was before.

    known: what came with the file that lies there already. The folder must be there. Raises
    FetchRefusedError, whose `retry_after_seconds` says when a busy server may be asked again, and
    OSError.
    """
    rules = rules_of_settings(total_seconds=conf.FEED_TOTAL_SECONDS)
    with FetchSession(rules=rules) as session:
        return fetch_file(
            session, address, path, max_bytes=conf.FEED_MAX_MEGABYTES * MIB, known=known
        )
