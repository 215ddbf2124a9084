"""What a bulk edit leaves in the history of each product."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.models import Product


def record_changes(edit: BulkEdit, rows: Sequence[BulkEditRow], *, is_undone: bool = False) -> None:
    """rows: those that were changed, or given back what they had."""
    words = _("Bulk edit %(number)s was undone.") if is_undone else _("Bulk edit %(number)s.")
    told = words % {"number": edit.pk}
    _record(edit, CHANGE, [(row.product_id, row.name) for row in rows], told)


def record_deletions(edit: BulkEdit, products: Sequence[Product]) -> None:
    """Before they are gone."""
    told = _("Bulk edit %(number)s.") % {"number": edit.pk}
    _record(edit, DELETION, [(each.pk, each.name) for each in products], told)


def _record(edit: BulkEdit, flag: int, things: Sequence[tuple[int, str]], words: str) -> None:
    if edit.user_id is None:
        return
    kind = ContentType.objects.get_for_model(Product)
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=edit.user_id,
            content_type=kind,
            object_id=str(pk),
            object_repr=name[:200],
            action_flag=flag,
            change_message=words,
        )
        for pk, name in things
    )
