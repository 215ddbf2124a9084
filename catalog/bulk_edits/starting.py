"""What somebody selected is kept as ids: nobody's browser sends them, and none come to it later."""

from __future__ import annotations

import hashlib
import json

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from catalog.bulk_edits.change import Change
from catalog.bulk_edits.models import BulkEdit
from catalog.models import Product


def select(
    products: QuerySet[Product],
    *,
    user: AbstractBaseUser | AnonymousUser | None,
    kind: str = BulkEdit.Kind.CHANGE,
) -> BulkEdit:
    """A draft about these products, in their order. 100,000 take about half a second."""
    ids = list(products.values_list("pk", flat=True))
    return BulkEdit.objects.create(
        kind=kind,
        user_id=user.pk if user is not None else None,
        product_ids=ids,
        total=len(ids),
    )


def ask_for(edit: BulkEdit, change: Change) -> None:
    """Say what is to be done with them; still nothing is."""
    drafts = BulkEdit.objects.filter(pk=edit.pk, state=BulkEdit.State.DRAFT)
    drafts.update(change=change.as_json())
    edit.change = change.as_json()


def token_of(edit: BulkEdit) -> str:
    """Stands for exactly what was shown: whoever confirms it, confirms this and nothing newer."""
    shown = json.dumps([edit.pk, edit.kind, edit.total, edit.change], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:32]
