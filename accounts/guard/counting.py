"""An attempt is counted first and looked at afterwards, so that parallel ones count one by one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.conf import conf
from accounts.guard.keys import Key
from accounts.guard.models import LoginCount
from infra.refusals import RefusedError

logger = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(days=1)
"""So long after its last attempt a count begins anew."""


class TooManyAttemptsError(RefusedError):
    """Code `too_many_attempts`. Says how long to wait, and nothing about the account."""

    def __init__(self, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        sentence = gettext_lazy("Too many attempts. Please try again in %(time)s.")
        super().__init__("too_many_attempts", sentence, time=_in_words(retry_after_seconds))


def count_attempt(keys: Sequence[Key]) -> None:
    """Count one more attempt; raises TooManyAttemptsError where it has to wait.

    One that has to wait is not counted: knocking on a locked door does not keep it locked.
    """
    now = timezone.now()
    by_key = {key.key: key for key in sorted(keys, key=lambda key: key.key)}
    LoginCount.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    with transaction.atomic():
        fresh = [LoginCount(key=k.key, account=k.account, last_at=now) for k in by_key.values()]
        LoginCount.objects.bulk_create(fresh, ignore_conflicts=True)
        counts = list(LoginCount.objects.select_for_update().filter(key__in=by_key).order_by("key"))
        _check(counts)
        for count in counts:
            count.attempts += 1
            count.last_at = now
            wait = wait_after(count.attempts, free=by_key[count.key].free)
            count.blocked_until = now + wait if wait else None
        LoginCount.objects.bulk_update(counts, ["attempts", "last_at", "blocked_until"])


def take_back(keys: Sequence[Key]) -> None:
    """The attempt was right: forget its own source, and count it no more for all that it shares."""
    own, *shared = keys
    LoginCount.objects.filter(key=own.key).delete()
    LoginCount.objects.filter(key__in=[key.key for key in shared]).order_by("key").update(
        attempts=Greatest(F("attempts") - 1, Value(0)), blocked_until=None
    )


def forget(account: str | None = None) -> int:
    """Forget what is counted at an account (`account_id`), or everything; how many counts went."""
    counts = LoginCount.objects.all()
    if account is not None:
        counts = counts.filter(account=account)
    return counts.delete()[0]


def wait_after(attempts: int, *, free: int) -> timedelta:
    """1 s after the last free one, twice as long after each further one, to a limit."""
    if attempts < free:
        return timedelta()
    seconds = 2.0 ** min(attempts - free, 30)
    return timedelta(seconds=min(seconds, 60 * conf.LOGIN_LONGEST_WAIT_MINUTES))


def _check(counts: Sequence[LoginCount]) -> None:
    now = timezone.now()  # not before the rows were locked: others may have counted meanwhile
    until = max((c.blocked_until for c in counts if c.blocked_until), default=now)
    if until > now:
        seconds = ceil((until - now).total_seconds())
        logger.warning("a log-in was refused: too many attempts, %d s to wait", seconds)
        raise TooManyAttemptsError(seconds)


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = ceil(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
