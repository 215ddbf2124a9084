"""Products, with the way to the rules about them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backoffice.embeddings.product import ComparedProductAdmin
from catalog.models import Product


class SteeredProductAdmin(ComparedProductAdmin):
    readonly_fields = ["steering"]

    def get_queryset(self, request: HttpRequest) -> Any:
        products = super().get_queryset(request)
        may_add = request.user.has_perm("recommendations.add_rule")
        return products.annotate(may_add_rule=Value(may_add))

    def get_fieldsets(self, request: HttpRequest, obj: Product | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.has_perm("recommendations.view_rule"):
            return fieldsets
        return [*fieldsets, ("Similar items", {"fields": ["steering"]})]

    @admin.display(description="rules")
    def steering(self, product: Any) -> SafeString:
        """How many rules move it and how many hold on its page, each with the way there."""
        counts = [
            (_list(product=product.pk), product.rules.count(), "about it"),
            (_list(beside_product=product.pk), product.rules_beside.count(), "beside it"),
        ]
        links = format_html_join(", ", '<a href="{}">{} {}</a>', counts)
        if product.may_add_rule:
            address = reverse(
                "admin:recommendations_rule_add", query={"beside_product": product.pk}
            )
            links += format_html(' · <a href="{}">Add a rule beside it</a>', address)
        return links


def _list(**wanted: int) -> str:
    return reverse("admin:recommendations_rule_changelist", query=wanted)


admin.site.unregister(Product)
admin.site.register(Product, SteeredProductAdmin)
