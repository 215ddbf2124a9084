"""What may be asked of a run, and when; whoever works on it is woken after the commit."""

from __future__ import annotations

from typing import Self

from django.db import transaction
from django.db.models import Q
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


def check(run: ImportRun) -> None:
    """Ask for the dry run. Raises WrongStateError once anything has been applied."""
    with _locked(run) as locked:
        if not may_be_checked(locked):
            raise WrongStateError.of(locked)
        _queue(locked, State.CHECKING, counts={}, total=0)
    run.refresh_from_db()


def apply(run: ImportRun) -> None:
    """Ask for the import, or for the rest of one that was stopped. Raises WrongStateError."""
    with _locked(run) as locked:
        ready = locked.state in (State.CHECKED, State.CANCELLED, State.FAILED)
        if not ready or not locked.total or locked.rows.filter(is_undone=True).exists():
            raise WrongStateError.of(locked)
        _queue(locked, State.APPLYING)
    run.refresh_from_db()


def undo(run: ImportRun) -> None:
    """Ask for everything back that nobody has changed since. Raises WrongStateError."""
    with _locked(run) as locked:
        ready = locked.state in (State.APPLIED, State.CANCELLED, State.FAILED, State.UNDONE)
        if not ready or not locked.rows.filter(is_applied=True, is_undone=False).exists():
            raise WrongStateError.of(locked)
        locked.rows.exclude(why_not_undone="").update(why_not_undone="")
        _queue(locked, State.UNDOING, counts={**locked.counts, "not_undone": 0})
    run.refresh_from_db()


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
    run.refresh_from_db()


def may_be_checked(run: ImportRun) -> bool:
    """Whether its rows may be made anew: nothing of it is in the catalogue."""
    if run.is_working or run.state == State.APPLIED:
        return False
    return not run.rows.filter(Q(is_applied=True)).exists()


def wake() -> None:
    """Say that there is work; lost, the sweep says it again."""
    send(TASK, expires_seconds=WAKE_UP_SECONDS)


class _locked:
    """The run's row, locked, in a transaction."""

    def __init__(self, run: ImportRun) -> None:
        self._run, self._atomic = run, transaction.atomic()

    def __enter__(self) -> ImportRun:
        self._atomic.__enter__()
        return ImportRun.objects.select_for_update().get(pk=self._run.pk)

    def __exit__(self, *error: object) -> None:
        self._atomic.__exit__(*error)  # type: ignore[arg-type]


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
