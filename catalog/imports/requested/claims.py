"""Who fetches which pictures: a token, for as long as the row is not to be taken by others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from catalog.imports.requested.models import RequestedPicture, RequestedState

LEASE = timedelta(minutes=5)
"""Longer than a batch takes; who is not back by then has died."""
ATTEMPTS = 3
AGAIN = (timedelta(minutes=1), timedelta(minutes=10))
"""After the first and the second attempt that failed for the moment."""


def waiting() -> QuerySet[RequestedPicture]:
    """Those that may be fetched now."""
    return RequestedPicture.objects.filter(state=RequestedState.WAITING, next_at__lte=Now())


def claim(*, token: str, size: int) -> list[RequestedPicture]:
    """The ones that wait longest, with their product and the attempt counted before it is made."""
    with transaction.atomic():
        due = waiting().order_by("next_at", "pk").select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:size])
        claimed = RequestedPicture.objects.filter(pk__in=ids)
        claimed.update(claim=token, next_at=Now() + LEASE, attempts=F("attempts") + 1)
        return list(claimed.select_related("product").defer("product__search"))


def settle(row: RequestedPicture, **changes: object) -> bool:
    """Note what came of it, unless it was asked for anew or is another's by now."""
    mine = RequestedPicture.objects.filter(pk=row.pk, claim=row.claim, state=RequestedState.WAITING)
    return mine.update(claim="", **changes) > 0


def fail(rows: Sequence[RequestedPicture], code: str, error: str, *, may_pass: bool) -> None:
    """may_pass: worth another attempt, later."""
    for row in rows:
        if may_pass and row.attempts < ATTEMPTS:
            settle(row, next_at=Now() + AGAIN[row.attempts - 1], code=code, error=error)
        else:
            settle(row, state=RequestedState.FAILED, code=code, error=error)
