"""Who works next: one worker at a time, on the run that has waited longest."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from catalog.imports.models import ImportRun
from catalog.imports.runs.queue.lease import Lease, lease_end
from infra.locks.advisory import try_to_lock

State = ImportRun.State


MAX_ATTEMPTS = 5


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
        if (
            not try_to_lock("the queue of imports")
            or ImportRun.objects.filter(lease_expires_at__gt=Now()).exists()
        ):
            return None
        waiting = ImportRun.objects.filter(state__in=ImportRun.WORKING)
        waiting = waiting.filter(pk=only) if only else waiting.filter(in_console=False)
        _give_up(waiting)
        run = waiting.order_by("queued_at", "pk").select_for_update(skip_locked=True).first()
        if run is None:
            return None
        ImportRun.objects.filter(pk=run.pk).update(
            claim=token,
            lease_expires_at=lease_end(),
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
