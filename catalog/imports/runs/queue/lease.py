"""The right to work on a run, for as long as whoever has it shows life."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from catalog.conf import conf
from catalog.imports.models import ImportRun
from infra.locks.heartbeat import beating
from infra.stopping import is_stopping

State = ImportRun.State


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
        """Whether others wait for this process, or somebody waits for it to end."""
        return time.monotonic() > self._deadline or is_stopping()

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
            run.attempts, run.heartbeat_at, run.lease_expires_at = 0, Now(), lease_end()
            run.save()
        self._renewed = time.monotonic()
        if self._on_step:
            self._on_step(run)

    def renew(self) -> None:
        """Show life between two steps. Raises as `step` does."""
        if time.monotonic() - self._renewed < RENEW_SECONDS:
            return
        self._renewed = time.monotonic()
        if not self._mine().update(lease_expires_at=lease_end(), heartbeat_at=Now()):
            raise LeaseLostError
        if self._mine().filter(is_cancelled=True).exists():
            raise StopAskedError

    @contextmanager
    def showing_life(self) -> Iterator[None]:
        """Show life meanwhile, however long there is no step; the next step says what it raises."""

        def show_life() -> None:
            with suppress(LeaseLostError, StopAskedError):
                self.renew()

        with beating(show_life, every=RENEW_SECONDS):
            yield

    def end(self, state: State | None = None, *, error: str = "") -> None:
        """Let go of the run, which has come to this state, or which somebody goes on with."""
        changes: dict[str, object] = {"claim": "", "lease_expires_at": None}
        if state is not None:
            changes |= {"state": state, "finished_at": Now(), "error": error}
        self._mine().update(**changes)

    def let_go(self) -> None:
        """Let go of the run at once; one that somebody else has locked is let go as its lease ends.

        That may be the own session of a moment ago, whose statement could not be cancelled.
        """
        with transaction.atomic():
            if self._mine().select_for_update(skip_locked=True).first() is not None:
                self.end()

    def _mine(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.filter(pk=self.run_id, claim=self._token)


def lease_end() -> CombinedExpression:
    """When somebody else may go on, should no more be heard."""
    return Now() + timedelta(seconds=conf.IMPORT_LEASE_SECONDS)
