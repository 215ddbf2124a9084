"""How an endpoint does: it took something, it did not, it is given up, it goes on."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils import timezone

from webhooks.conf import conf
from webhooks.delivery.schedule import rest_seconds
from webhooks.endpoints.models import Endpoint, PausedBecause

LEAST_FAILURES = 5
_NOTED_EACH = timedelta(minutes=1)  # that messages are taken, lest each writes the row


def took(endpoint: Endpoint) -> None:
    """It took a message."""
    last = endpoint.succeeded_at
    if endpoint.failures or last is None or timezone.now() - last > _NOTED_EACH:
        _change(endpoint, failures=0, failing_since=None, rests_until=None, succeeded_at=Now())
        endpoint.failures, endpoint.succeeded_at = 0, timezone.now()


def failed(endpoint: Endpoint, *, wait_seconds: float = 0, is_gone: bool = False) -> None:
    """It did not; wait_seconds: for so long it asks to be left alone."""
    endpoint.failures += 1
    seconds = max(rest_seconds(endpoint.failures), wait_seconds)
    until = Now() + timedelta(seconds=seconds)
    _change(
        endpoint,
        failures=F("failures") + 1,
        failing_since=Coalesce("failing_since", Now()),
        # The others that were under way may have asked for more.
        rests_until=Greatest(Coalesce("rests_until", until), until),
    )
    if is_gone:
        _pause(endpoint, PausedBecause.GONE)
    since = Now() - timedelta(days=conf.WEBHOOK_PAUSE_DAYS)
    # A few failures far apart, of somebody who is told little, are no sign.
    failing = Endpoint.objects.filter(failing_since__lt=since, failures__gte=LEAST_FAILURES)
    if failing.filter(pk=endpoint.pk).exists():
        _pause(endpoint, PausedBecause.FAILING)


def go_on(endpoint: Endpoint) -> None:
    """Send to it again, from now on and what waits, whatever it did before."""
    fresh = {"failures": 0, "failing_since": None, "rests_until": None}
    _change(endpoint, is_paused=False, paused_because="", **fresh)


def _pause(endpoint: Endpoint, why: PausedBecause) -> None:
    Endpoint.objects.filter(pk=endpoint.pk, is_paused=False).update(
        is_paused=True, paused_because=why
    )


def _change(endpoint: Endpoint, **values: object) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(**values)
