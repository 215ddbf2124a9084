"""Putting many products into the shop, or taking them out of it, from their list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.bulk_edit.asking import begin
from backoffice.products.blanks import leave_blank_ones
from catalog.bulk_edits.change import Change
from catalog.bulk_edits.starting import ask_for, select
from catalog.models import BulkEdit, Product

Products = QuerySet[Product]


@admin.action(description=gettext_lazy("Publish the selected products"), permissions=["change"])
def publish(
    model_admin: Any, request: HttpRequest, queryset: Products
) -> HttpResponseRedirect | None:
    others = leave_blank_ones(model_admin, request, queryset)
    return publish_with_blanks(model_admin, request, others)


@admin.action(
    description=gettext_lazy("Publish the selected products, blank pictures and all"),
    permissions=["change"],
)
def publish_with_blanks(
    model_admin: Any, request: HttpRequest, queryset: Products
) -> HttpResponseRedirect | None:
    edit = _begin(request, queryset.filter(is_published=False), is_published=True)
    count = edit.counts.get("changed", 0)
    told = ngettext("%(count)d product was published.", "%(count)d products were published.", count)
    return _tell(model_admin, request, edit, told % {"count": count})


@admin.action(
    description=gettext_lazy("Take the selected products out of the shop"), permissions=["change"]
)
def unpublish(
    model_admin: Any, request: HttpRequest, queryset: Products
) -> HttpResponseRedirect | None:
    edit = _begin(request, queryset.filter(is_published=True), is_published=False)
    count = edit.counts.get("changed", 0)
    told = ngettext(
        "%(count)d product was taken out of the shop.",
        "%(count)d products were taken out of the shop.",
        count,
    )
    return _tell(model_admin, request, edit, told % {"count": count})


def _begin(request: HttpRequest, products: Products, *, is_published: bool) -> BulkEdit:
    """A bulk edit that asks for no preview: what it does is in the words of the action."""
    edit = select(products, user=request.user)
    ask_for(edit, Change(is_published=is_published))
    begin(edit, "apply", token=None, by=request.user)
    return edit


def _tell(
    model_admin: Any, request: HttpRequest, edit: BulkEdit, told: str
) -> HttpResponseRedirect | None:
    """A sentence with the way to undo it; the page of the edit where it is still under way."""
    address = reverse("admin:catalog_bulkedit_change", args=[edit.pk])
    if edit.is_working:
        return HttpResponseRedirect(address)
    link = format_html(' <a href="{}">{}</a>', address, _("Look, or undo"))
    model_admin.message_user(request, format_html("{}{}", told, link if edit.counts else ""))
    return None
