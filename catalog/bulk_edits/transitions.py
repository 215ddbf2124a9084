"""What may be asked of a bulk edit, and when; whoever works on it is woken after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalog.bulk_edits.models import BulkEdit
from catalog.bulk_edits.starting import token_of
from catalog.refusals import RefusedError
from infra.publisher import send

State = BulkEdit.State
TASK = "catalog.tasks.work_on_bulk_edits"
WAKE_UP_SECONDS = 30
Person = AbstractBaseUser | AnonymousUser | None


class BulkEditRefusedError(RefusedError):
    """It is not ready for what was asked. code: wrong_state, changed_since."""


def possible(edit: BulkEdit) -> set[str]:
    """What may be asked of it now: of apply, cancel, undo."""
    if edit.is_working:
        return set() if edit.is_cancelled else {"cancel"}
    found = set()
    is_asked = edit.kind == BulkEdit.Kind.DELETION or bool(edit.change)
    is_stopped = edit.state in (State.CANCELLED, State.FAILED)
    is_left = is_stopped and edit.cursor < edit.total and not edit.counts.get("undone")
    if is_asked and (edit.state == State.DRAFT or is_left):
        found.add("apply")
    is_undoable = edit.kind == BulkEdit.Kind.CHANGE and edit.state != State.DRAFT
    if is_undoable and edit.rows.filter(outcome="changed", is_undone=False).exists():
        found.add("undo")
    return found


def apply(edit: BulkEdit, *, token: str | None = None, by: Person = None) -> None:
    """Ask for it, or for the rest of one that was stopped. Raises BulkEditRefusedError.

    token: `token_of` what was shown to whoever says so. by: who that is, for the products' history
    """
    with _locked(edit, "apply") as locked:
        if token is not None and token != token_of(locked):
            raise BulkEditRefusedError(
                "changed_since",
                _("It has become another change since you looked. Look at it again."),
            )
        _queue(locked, State.APPLYING, by=by)


def undo(edit: BulkEdit, *, by: Person = None) -> None:
    """Ask for everything back that nobody has changed since. Raises BulkEditRefusedError."""
    with _locked(edit, "undo") as locked:
        locked.rows.exclude(why_not_undone="").update(why_not_undone="")
        _queue(locked, State.UNDOING, by=by, counts={**locked.counts, "not_undone": 0})


def cancel(edit: BulkEdit) -> None:
    """Stop after the batch under way."""
    with _locked(edit) as locked:
        if locked.is_working:
            BulkEdit.objects.filter(pk=locked.pk).update(is_cancelled=True)
            transaction.on_commit(lambda: wake(), robust=True)


def wake() -> None:
    """Say that there is work; lost, the sweep says it again."""
    send(TASK, expires_seconds=WAKE_UP_SECONDS)


@contextmanager
def _locked(edit: BulkEdit, step: str = "") -> Iterator[BulkEdit]:
    """Its row, locked, in a transaction. Raises BulkEditRefusedError where `step` may not be."""
    with transaction.atomic():
        rows = BulkEdit.objects.defer("product_ids")
        locked = rows.select_for_update(of=("self",)).get(pk=edit.pk)
        if step and step not in possible(locked):
            raise BulkEditRefusedError(
                "wrong_state",
                _("This cannot be done now: it is %(state)s."),
                state=locked.get_state_display(),
            )
        yield locked
    edit.refresh_from_db()


def _queue(edit: BulkEdit, state: State, *, by: Person, **changes: object) -> None:
    if by is not None:
        changes["user"] = by.pk
    fresh: dict[str, object] = {
        "state": state,
        "is_cancelled": False,
        "queued_at": Now(),
        "heartbeat_at": None,
        "finished_at": None,
        "attempts": 0,
        "error": "",
        **changes,
    }
    BulkEdit.objects.filter(pk=edit.pk).update(**fresh)
    transaction.on_commit(lambda: wake(), robust=True)
