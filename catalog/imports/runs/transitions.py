"""What may be asked of a run, and when; whoever works on it is woken after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError
from infra.publisher import send

State = ImportRun.State
TASK = "catalog.tasks.work_on_imports"
WAKE_UP_SECONDS = 30


class WrongStateError(RefusedError):
    """The run is not ready for what was asked. code: wrong_state."""

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        return cls(
            "wrong_state",
            _("This cannot be done now: the import is %(state)s."),
            state=run.get_state_display(),
        )


def possible(run: ImportRun) -> set[str]:
    """What may be asked of the run now: of check, apply, undo; cancel while it is worked on."""
    if run.is_working:
        return set() if run.is_cancelled else {"cancel"}
    if not run.file:  # it never came, or is no longer kept
        return set()
    rows = run.rows.order_by()
    is_stopped = run.state in (State.CANCELLED, State.FAILED)
    found = set()
    # Rows are made anew as long as nothing of them is in the catalogue.
    if run.state != State.APPLIED and not rows.filter(is_applied=True).exists():
        found.add("check")
    has_rows = bool(run.total) and (is_stopped or run.state == State.CHECKED)
    if has_rows and not rows.filter(is_undone=True).exists():
        found.add("apply")
    is_done = is_stopped or run.state in (State.APPLIED, State.UNDONE)
    if is_done and rows.filter(is_applied=True, is_undone=False).exists():
        found.add("undo")
    return found


def fetch(run: ImportRun) -> None:
    """Ask for a new run's file, which lies at an address."""
    _queue(run, State.FETCHING)
    run.refresh_from_db()


def check(run: ImportRun) -> None:
    """Ask for the dry run. Raises WrongStateError once anything has been applied."""
    with _locked(run, "check") as locked:
        _queue(locked, State.CHECKING, counts={}, total=0)


def apply(run: ImportRun) -> None:
    """Ask for the import, or for the rest of one that was stopped. Raises WrongStateError."""
    with _locked(run, "apply") as locked:
        _queue(locked, State.APPLYING)


def undo(run: ImportRun) -> None:
    """Ask for everything back that nobody has changed since. Raises WrongStateError."""
    with _locked(run, "undo") as locked:
        locked.rows.exclude(why_not_undone="").update(why_not_undone="")
        _queue(locked, State.UNDOING, counts={**locked.counts, "not_undone": 0})


def cancel(run: ImportRun) -> None:
    """Stop after the batch under way, or at once where nobody works on it."""
    with _locked(run) as locked:
        if locked.is_working:
            held = ImportRun.objects.filter(pk=locked.pk, lease_expires_at__gt=Now()).exists()
            locked.is_cancelled = True
            if not held:
                locked.state, locked.finished_at = State.CANCELLED, Now()
                locked.claim = ""
            locked.save(update_fields=["is_cancelled", "state", "finished_at", "claim"])


def wake() -> None:
    """Say that there is work; lost, the sweep says it again."""
    send(TASK, expires_seconds=WAKE_UP_SECONDS)


@contextmanager
def _locked(run: ImportRun, step: str = "") -> Iterator[ImportRun]:
    """The run's row, locked, in a transaction. Raises WrongStateError where `step` may not be."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if step and step not in possible(locked):
            raise WrongStateError.of(locked)
        yield locked
    run.refresh_from_db()


def _queue(run: ImportRun, state: State, **changes: object) -> None:
    fresh: dict[str, object] = {
        "state": state,
        "cursor": 0,
        "is_cancelled": False,
        "queued_at": Now(),
        "finished_at": None,
        "claim": "",
        "lease_expires_at": None,
        "heartbeat_at": None,
        "attempts": 0,
        "error": "",
        **changes,
    }
    ImportRun.objects.filter(pk=run.pk).update(**fresh)
    if not run.in_console:
        transaction.on_commit(lambda: wake(), robust=True)
