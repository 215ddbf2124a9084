"""A feed comes in: fetched, and its dry run asked for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from catalog.feeds.fetching import fetch_feed
from catalog.feeds.models import Feed
from catalog.feeds.timetable import next_night, runs_of
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs.files import feed_file
from catalog.refusals import RefusedError
from infra.fetch.answers.results import Unchanged, Validators
from infra.fetch.errors import FetchRefusedError

State = ImportRun.State


def fetch(feed: Feed) -> ImportRun | None:
    """Fetch a feed and ask for its dry run; None where it is as it was, or not to be had."""
    now = timezone.now()
    feed.next_at = next_night(feed, after=now)
    run = None
    try:
        path = feed_file(feed.pk)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = _known(feed)
        fetched = fetch_feed(feed.address, path, known=known)
        # A server may send the same without saying so.
        is_same = known is not None and fetched.validators.sha256 == known.sha256
        if not isinstance(fetched, Unchanged) and not is_same:
            with path.open("rb") as file:
                run = runs.start(
                    file,
                    name=feed.name,
                    format=feed.format or None,
                    category=feed.category,
                    feed=feed,
                )
        feed.known = asdict(fetched.validators)
        feed.fetched_at, feed.error = now, ""
    except FetchRefusedError as refusal:
        feed.error = str(refusal)
        if refusal.is_temporary:
            seconds = getattr(refusal, "retry_after_seconds", None) or 900.0
            feed.next_at = min(feed.next_at, now + timedelta(seconds=max(seconds, 60.0)))
    except RefusedError as refusal:
        feed.error = str(refusal)
    feed.save(update_fields=["next_at", "known", "fetched_at", "error"])
    if run is not None:
        runs.check(run)
    return run


def _known(feed: Feed) -> Validators | None:
    """What came the last time, unless nothing came of it."""
    last = runs_of(feed).first()
    if not feed.known or last is None or last.state in (State.FAILED, State.CANCELLED):
        return None
    return Validators(**feed.known)
