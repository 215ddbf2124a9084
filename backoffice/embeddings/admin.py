"""Embeddings: what waits, what is ready, what failed and why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.embeddings.badges import state_in_words
from backoffice.embeddings.comparing import compare_selected, decide_selected, ignore_selected
from backoffice.embeddings.retrying import TEMPLATE, may_retry, retry_and_wake, retry_button
from backoffice.pictures.thumbnails import linked_thumbnail, thumbnail
from backoffice.read_only import ReadOnlyAdmin
from catalog.models import Product
from catalog.querysets import long_columns
from catalog.search.staff_search import search_products
from embeddings.models import ImageEmbedding

_UNSEEN = long_columns("image__product")


class ImageEmbeddingAdmin(ReadOnlyAdmin):
    list_display = [
        *("small_preview", "product_link", "space", "state_shown", "attempts", "queued"),
        "embedded",
    ]
    list_display_links = ["small_preview"]
    list_filter = ["state", "space", "image__set_aside", "image__compare"]
    search_fields = ["image__product__name", "image__product__sku"]
    list_select_related = ["image__product", "space"]
    ordering = ["-pk"]
    list_per_page = 50
    show_full_result_count = False
    glossary = ("embedding", "space", "filler")
    actions = ["retry_selected", compare_selected, ignore_selected, decide_selected]
    change_form_template = TEMPLATE
    fields = [
        *("preview", "product_link", "space", "outcome", "attempts", "priority"),
        *("queued_at", "embedded_at", "lease_expires_at", "digest"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        listed = ImageEmbedding.objects.without_vectors().defer(*_UNSEEN).order_by("-pk")
        rows: QuerySet[Any] = listed.annotate(retry_allowed=Value(may_retry(request)))
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By their products, which are found as in their own list."""
        if not search_term.strip():
            return queryset, False
        meant = search_products(Product.objects.all(), search_term).order_by().values("pk")
        return queryset.filter(product__in=meant), False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.retry_view))
        name = "embeddings_imageembedding_retry"
        return [path("<int:pk>/retry/", view, name=name), *super().get_urls()]

    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The button beside a failed picture: queue it again, and back to where it was pressed."""
        if not may_retry(request):
            raise PermissionDenied
        row = get_object_or_404(ImageEmbedding.objects.only("image__product_id"), pk=pk)
        if retry_and_wake([row.pk]):
            self.message_user(request, _("The picture is in the queue again."), messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing to retry: it has not failed."), messages.INFO)
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("admin:catalog_product_change", args=[row.image.product_id])
        return HttpResponseRedirect(back)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return may_retry(request)

    def has_compare_permission(self, request: HttpRequest) -> bool:
        """Which pictures count is the catalogue's matter, not the machine's."""
        return request.user.has_perm("catalog.change_productimage")

    @admin.action(description=gettext_lazy("Retry the selected"), permissions=["retry"])
    def retry_selected(self, request: HttpRequest, queryset: QuerySet[ImageEmbedding]) -> None:
        selected = list(queryset.values_list("pk", flat=True))
        retried = retry_and_wake(selected)
        told = _("%(retried)d of %(count)d selected had failed and wait in the queue again.")
        told %= {"retried": retried, "count": len(selected)}
        self.message_user(request, told, messages.SUCCESS if retried else messages.WARNING)

    @admin.display(description="")
    def small_preview(self, row: ImageEmbedding) -> str:
        return thumbnail(row.image)

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, row: ImageEmbedding) -> str:
        return linked_thumbnail(row.image)

    @admin.display(description=gettext_lazy("product"))
    def product_link(self, row: ImageEmbedding) -> str:
        product = row.image.product
        address = reverse("admin:catalog_product_change", args=[product.pk])
        return format_html('<a href="{}">{}</a>', address, product)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, row: ImageEmbedding) -> str:
        return state_in_words(row)

    @admin.display(description=gettext_lazy("queued"), ordering="queued_at")
    def queued(self, row: ImageEmbedding) -> str:
        return naturaltime(row.queued_at)

    @admin.display(description=gettext_lazy("embedded"), ordering="embedded_at", empty_value="")
    def embedded(self, row: ImageEmbedding) -> str | None:
        return naturaltime(row.embedded_at) if row.embedded_at else None

    @admin.display(description=gettext_lazy("state"))
    def outcome(self, row: Any) -> str:
        return format_html(
            "{}{}", state_in_words(row), retry_button(row) if row.retry_allowed else ""
        )
