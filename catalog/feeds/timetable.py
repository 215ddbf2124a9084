"""When feeds are fetched: each night at its hour, again soon where a server was busy."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.feeds.models import Feed
from catalog.imports.models import ImportRun

# Should the process that fetches die, another one tries after so long.
AGAIN_AFTER = timedelta(minutes=30)


def fetch_now(feed: Feed) -> None:
    """Have it fetched within the minute, whatever the hour."""
    Feed.objects.filter(pk=feed.pk).update(next_at=timezone.now())


def runs_of(feed: Feed) -> QuerySet[ImportRun]:
    """The newest first."""
    return ImportRun.objects.filter(feed=feed).order_by("-pk")


def next_night(feed: Feed, *, after: datetime) -> datetime:
    """The next time that the shop's clock shows the feed's hour."""
    local = timezone.localtime(after)
    at = local.replace(hour=feed.hour, minute=0, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=1)


def take_due() -> Feed | None:
    """A feed whose time has come, for this process alone; None where there is none."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Feed.objects.filter(is_active=True)
        for feed in waiting.filter(next_at=None):  # new: not before its first night
            waiting.filter(pk=feed.pk).update(next_at=next_night(feed, after=now))
        due = waiting.filter(Q(next_at__lte=now)).order_by("next_at")
        taken = due.select_for_update(skip_locked=True, of=("self",)).first()
        if taken is not None:
            taken.next_at = now + AGAIN_AFTER
            taken.save(update_fields=["next_at"])
        return taken
