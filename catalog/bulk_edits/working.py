"""The work itself: batch after batch, each one transaction with the place where it stands.

The row of the edit is locked for as long as a batch takes. So no two processes do the same batch,
and one that dies leaves everything as the last whole batch left it, for the next to go on.
"""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.bulk_edits.steps.changing import change_products
from catalog.bulk_edits.steps.deleting import delete_products
from catalog.bulk_edits.steps.undoing import undo_products
from infra.stopping import is_stopping

logger = logging.getLogger(__name__)

State = BulkEdit.State
BATCH = 200
MAX_ATTEMPTS = 5


def work(*, seconds: float, only: int | None = None) -> bool:
    """Work for about so many seconds on what waits longest; is any left that nobody works on?

    only: the id of an edit, to work on no other.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until and not is_stopping():
        if not _work_once(only):
            break
    return waiting(only).exists()


def waiting(only: int | None = None) -> QuerySet[BulkEdit]:
    """Those that are to be worked on, first come first."""
    found = BulkEdit.objects.filter(state__in=BulkEdit.WORKING)
    if only is not None:
        found = found.filter(pk=only)
    return found.defer("product_ids").order_by("queued_at", "pk")


def _work_once(only: int | None) -> bool:
    """One batch of the first one that no other process has; False where there is none."""
    pk = waiting(only).values_list("pk", flat=True).first()
    if pk is None:
        return False
    # Counted before, so that a batch that ends its process is not begun for ever.
    BulkEdit.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
    try:
        with transaction.atomic():
            rows = BulkEdit.objects.defer("product_ids").filter(state__in=BulkEdit.WORKING)
            edit = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if edit is None:
                return False
            _step(edit)
    except DatabaseError as error:
        logger.exception("bulk edit %d", pk)
        BulkEdit.objects.filter(pk=pk).update(error=str(error).strip().splitlines()[0])
        return False  # the sweep comes back to it
    return True


def _step(edit: BulkEdit) -> None:
    if edit.is_cancelled:
        _finish(edit, State.CANCELLED)
    elif edit.attempts > MAX_ATTEMPTS:
        told = _("It was tried %(times)s times and got no further: %(error)s")
        edit.error = told % {"times": MAX_ATTEMPTS, "error": edit.error}
        _finish(edit, State.FAILED)
    elif edit.state == State.UNDOING:
        _undo_some(edit)
    else:
        _apply_some(edit)
    edit.save(
        update_fields=[
            *("state", "cursor", "counts", "finished_at", "heartbeat_at", "attempts", "error")
        ]
    )


def _apply_some(edit: BulkEdit) -> None:
    start = edit.cursor
    (ids,) = BulkEdit.objects.filter(pk=edit.pk).values_list(
        f"product_ids__{start}_{start + BATCH}", flat=True
    )
    if edit.kind == BulkEdit.Kind.DELETION:
        rows = delete_products(edit, ids)
    else:
        rows = change_products(edit, ids)
    places = {pk: number for number, pk in enumerate(ids, start + 1)}
    for row in rows:
        row.number = places[row.product_id]
        _count(edit, row.outcome)
    BulkEditRow.objects.bulk_create(rows)
    edit.cursor = start + len(ids)
    _got_on(edit)
    if edit.cursor >= edit.total:
        _finish(edit, State.APPLIED)


def _undo_some(edit: BulkEdit) -> None:
    changed = edit.rows.filter(outcome=BulkEditRow.Outcome.CHANGED)
    rows = list(changed.filter(is_undone=False, why_not_undone="").order_by("-number")[:BATCH])
    if rows:
        undo_products(edit, rows)
    for row in rows:
        _count(edit, "undone" if row.is_undone else "not_undone")
    _got_on(edit)
    if len(rows) < BATCH:
        _finish(edit, State.UNDONE)


def _count(edit: BulkEdit, name: str) -> None:
    edit.counts[name] = edit.counts.get(name, 0) + 1


def _got_on(edit: BulkEdit) -> None:
    edit.attempts, edit.heartbeat_at, edit.error = 0, Now(), ""


def _finish(edit: BulkEdit, state: State) -> None:
    edit.state, edit.finished_at, edit.attempts = state, Now(), 0
