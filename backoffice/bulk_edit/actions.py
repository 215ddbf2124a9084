"""What is asked of the products that were selected in their list, some of them or all."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from catalog.bulk_edits.starting import select
from catalog.models import BulkEdit, Product


@admin.action(description=gettext_lazy("Change the selected products…"), permissions=["change"])
def change_selected(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Product]
) -> HttpResponseRedirect:
    """Keep the selection, and ask what is to be changed."""
    return _go_on(select(queryset, user=request.user))


@admin.action(description=gettext_lazy("Delete the selected products…"), permissions=["delete"])
def delete_selected(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Product]
) -> HttpResponseRedirect:
    """Keep the selection, and ask whether it is meant."""
    return _go_on(select(queryset, user=request.user, kind=BulkEdit.Kind.DELETION))


def _go_on(edit: BulkEdit) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:catalog_bulkedit_change", args=[edit.pk]))
