"""Putting many products into the shop, or taking them out of it, from their list."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.products.blanks import leave_blank_ones
from catalog.models import Product

Products = QuerySet[Product]


@admin.action(description=gettext_lazy("Publish the selected products"), permissions=["change"])
def publish(model_admin: Any, request: HttpRequest, queryset: Products) -> None:
    publish_with_blanks(model_admin, request, leave_blank_ones(model_admin, request, queryset))


@admin.action(
    description=gettext_lazy("Publish the selected products, blank pictures and all"),
    permissions=["change"],
)
def publish_with_blanks(model_admin: Any, request: HttpRequest, queryset: Products) -> None:
    count = _set_published(request, queryset, is_published=True, note=_("Published."))
    told = ngettext("%(count)d product was published.", "%(count)d products were published.", count)
    model_admin.message_user(request, told % {"count": count})


@admin.action(
    description=gettext_lazy("Take the selected products out of the shop"), permissions=["change"]
)
def unpublish(model_admin: Any, request: HttpRequest, queryset: Products) -> None:
    note = _("Taken out of the shop.")
    count = _set_published(request, queryset, is_published=False, note=note)
    told = ngettext(
        "%(count)d product was taken out of the shop.",
        "%(count)d products were taken out of the shop.",
        count,
    )
    model_admin.message_user(request, told % {"count": count})


def _set_published(
    request: HttpRequest, products: Products, *, is_published: bool, note: str
) -> int:
    """Change those that are not so yet, with a line in the history of each; how many they were."""
    changed = list(products.exclude(is_published=is_published))
    Product.objects.filter(pk__in=[product.pk for product in changed]).update(
        is_published=is_published, updated_at=timezone.now()
    )
    if changed:
        user = cast(int, request.user.pk)
        LogEntry.objects.log_actions(user, changed, CHANGE, change_message=note)
    return len(changed)
