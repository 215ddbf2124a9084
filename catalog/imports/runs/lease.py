"""Who works on a run: one worker at a time, on one run at a time, for as long as it shows life."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from catalog.conf import conf
from catalog.imports.models import ImportRun

logger = logging.getLogger(__name__)

State = ImportRun.State
LOCK = 0x696D706F  # of the queue, in PostgreSQL's table of advisory locks; "impo"
MAX_ATTEMPTS = 5
RENEW_SECONDS = 5.0


class LeaseLostError(Exception):
    """Somebody else works on the run, or it is no longer worked on."""


class StopAskedError(Exception):
    """Somebody cancelled the run."""


class Lease:
    """The right to work on a run, for this slice of time."""

    def __init__(
        self,
        run_id: int,
        token: str,
        *,
        seconds: float | None,
        on_step: Callable[[ImportRun], None] | None = None,
    ) -> None:
        """on_step: is shown the run after each step."""
        self.run_id, self._token, self._on_step = run_id, token, on_step
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds if seconds is not None else float("inf")
        self._renewed = time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether others wait for this process."""
        return time.monotonic() > self._deadline

    def begin_anew(self, *, seconds: float) -> None:
        """Count from now: it took so long to get back to where the work stands."""
        if self._seconds is not None:
            self._deadline = time.monotonic() + max(self._seconds, seconds)

    @contextmanager
    def step(self) -> Iterator[ImportRun]:
        """A transaction with the run's row locked; what is set on it is saved with the rest.

        Raises LeaseLostError, StopAskedError.
        """
        with transaction.atomic():
            run = self._mine().select_for_update().first()
            if run is None:
                raise LeaseLostError
            if run.is_cancelled:
                raise StopAskedError
            yield run
            run.attempts, run.heartbeat_at, run.lease_expires_at = 0, Now(), _lease_end()
            run.save()
        self._renewed = time.monotonic()
        if self._on_step:
            self._on_step(run)

    def renew(self) -> None:
        """Show life between two steps. Raises as `step` does."""
        if time.monotonic() - self._renewed < RENEW_SECONDS:
            return
        self._renewed = time.monotonic()
        if not self._mine().update(lease_expires_at=_lease_end(), heartbeat_at=Now()):
            raise LeaseLostError
        if self._mine().filter(is_cancelled=True).exists():
            raise StopAskedError

    def end(self, state: State | None = None, *, error: str = "") -> None:
        """Let go of the run, which has come to this state, or which somebody goes on with."""
        changes: dict[str, object] = {"claim": "", "lease_expires_at": None}
        if state is not None:
            changes |= {"state": state, "finished_at": Now(), "error": error}
        self._mine().update(**changes)

    def _mine(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.filter(pk=self.run_id, claim=self._token)


def claim(
    *,
    token: str,
    seconds: float | None,
    only: int | None = None,
    on_step: Callable[[ImportRun], None] | None = None,
) -> Lease | None:
    """The right to work on the run that waits longest, or on this one; None while it is another's.

    As long as anybody holds a lease nobody else gets one, so two imports follow each other.
    """
    with transaction.atomic():
        if not _lock_queue() or ImportRun.objects.filter(lease_expires_at__gt=Now()).exists():
            return None
        waiting = ImportRun.objects.filter(state__in=ImportRun.WORKING)
        waiting = waiting.filter(pk=only) if only else waiting.filter(in_console=False)
        _give_up(waiting)
        run = waiting.order_by("queued_at", "pk").select_for_update(skip_locked=True).first()
        if run is None:
            return None
        ImportRun.objects.filter(pk=run.pk).update(
            claim=token,
            lease_expires_at=_lease_end(),
            heartbeat_at=Now(),
            attempts=F("attempts") + 1,
        )
    return Lease(run.pk, token, seconds=seconds, on_step=on_step)


def is_any_waiting() -> bool:
    """Whether a worker would find something to do."""
    held = Q(lease_expires_at__gt=Now())
    working = ImportRun.objects.filter(state__in=ImportRun.WORKING, in_console=False)
    return working.exists() and not ImportRun.objects.filter(held).exists()


def _give_up(waiting: QuerySet[ImportRun]) -> None:
    stuck = waiting.filter(attempts__gte=MAX_ATTEMPTS)
    error = _("It was tried %(times)s times and got no further: see the log of the workers.")
    stuck.update(
        state=State.FAILED, finished_at=Now(), claim="", error=error % {"times": MAX_ATTEMPTS}
    )


def _lock_queue() -> bool:
    """Until the transaction ends; False while another process claims this very moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        return bool(cursor.fetchone()[0])


def _lease_end() -> CombinedExpression:
    return Now() + timedelta(seconds=conf.IMPORT_LEASE_SECONDS)
