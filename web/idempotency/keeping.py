"""Begin, keep, give up: one row for each name that a key has sent a request under.

The answer is kept in the transaction that does the work. So a process that dies in between leaves
neither, and the same request is done when it comes again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from web.conf import conf
from web.idempotency.errors import OtherRequestError, OvertakenError, StillUnderWayError
from web.idempotency.models import KeptAnswer
from web.keys.models import ApiKey

_DEAD_AFTER = timedelta(seconds=60)
"""No request takes so long; who began it and is not done has died."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A request that is to be done now."""

    pk: int
    token: str

    def keep(self, status: int, body: Any, headers: dict[str, str]) -> None:
        """Within the transaction of the work. Raises OvertakenError."""
        mine = KeptAnswer.objects.filter(pk=self.pk, token=self.token)
        if not mine.update(status=status, body=body, headers=headers):
            raise OvertakenError

    def give_up(self) -> None:
        """Nothing was done: the same request may come again, mended or not."""
        KeptAnswer.objects.filter(pk=self.pk, token=self.token, status=None).delete()


def begin(key: ApiKey, name: str, *, fingerprint: str) -> Begun | KeptAnswer:
    """To be done now, or what was answered before.

    Raises StillUnderWayError and OtherRequestError.
    """
    token, now = secrets.token_hex(16), timezone.now()
    ours = KeptAnswer(key=key, name=name, fingerprint=fingerprint, token=token, begun_at=now)
    KeptAnswer.objects.bulk_create([ours], ignore_conflicts=True)
    held = KeptAnswer.objects.filter(key=key, name=name).first()
    if held is None:  # given up or swept this very moment
        raise StillUnderWayError
    if held.token == token:
        return Begun(held.pk, token)
    if held.begun_at < now - timedelta(hours=conf.IDEMPOTENCY_HOURS):
        return _take_over(held, token, fingerprint)
    if held.fingerprint != fingerprint:
        raise OtherRequestError
    if held.status is not None:
        return held
    if held.begun_at > now - _DEAD_AFTER:
        raise StillUnderWayError
    return _take_over(held, token, fingerprint)


def forget_old() -> int:
    """Delete answers that nobody asks for again; how many."""
    oldest = timezone.now() - timedelta(hours=conf.IDEMPOTENCY_HOURS)
    return KeptAnswer.objects.filter(begun_at__lt=oldest).delete()[0]


def _take_over(held: KeptAnswer, token: str, fingerprint: str) -> Begun:
    mine = KeptAnswer.objects.filter(pk=held.pk, token=held.token, begun_at=held.begun_at)
    fresh = {"token": token, "begun_at": timezone.now(), "status": None, "body": None}
    if not mine.update(**fresh, fingerprint=fingerprint, headers={}):
        raise StillUnderWayError
    return Begun(held.pk, token)
