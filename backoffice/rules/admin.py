"""Rules: what was decided, whether it holds now, and where to look at it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.categories.fields import CategoryChoices
from backoffice.rules.arranging.page import show_arranging
from backoffice.rules.filters import StateFilter
from backoffice.rules.product_choice import PAGE_NAME, product_field, products_offered
from backoffice.rules.signed import SIGNED, SignedAdmin, changed_shown
from catalog.models import Product
from recommendations.models import Rule
from recommendations.querysets import RuleQuerySet

_SHOWN = ("product", "beside_product", "beside_category")


class RuleAdmin(CategoryChoices, SignedAdmin):
    list_display = ["sentence", "state_shown", "note", changed_shown]
    list_display_links = ["sentence"]
    list_filter = [StateFilter, "kind"]
    list_per_page = 50
    show_full_result_count = False
    glossary = ("pin", "hide", "boost", "bury", "match")
    search_fields = [
        *("product__name", "product__sku", "beside_product__name", "beside_product__sku"),
        *("beside_category__name", "note"),
    ]
    autocomplete_fields = list(_SHOWN)
    readonly_fields = ["preview", *SIGNED]
    fieldsets = [
        (None, {"fields": ["kind", "product", "position", "strength"]}),
        (
            gettext_lazy("Beside what"),
            {
                "fields": ["beside_product", "beside_category"],
                "description": gettext_lazy(
                    "Leave both empty for everywhere, searches with a photo included."
                ),
            },
        ),
        (gettext_lazy("When"), {"fields": ["starts_at", "ends_at", "is_active"]}),
        (gettext_lazy("Why"), {"fields": ["note"]}),
        (gettext_lazy("Where it shows"), {"fields": ["preview"]}),
        (gettext_lazy("Who and when"), {"fields": [SIGNED[:2], SIGNED[2:]]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        arrange = self.admin_site.admin_view(self.arrange_view)
        name = "recommendations_rule_arrange"
        products = self.admin_site.admin_view(products_offered)
        return [
            path("beside/<int:pk>/", arrange, name=name),
            path("products/", products, name=PAGE_NAME),
            *super().get_urls(),
        ]

    def arrange_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return show_arranging(request, pk, self)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, **product_field(db_field)}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        return cast(RuleQuerySet, super().get_queryset(request)).named()

    @admin.display(description=gettext_lazy("rule"), ordering="product__name")
    def sentence(self, rule: Rule) -> str:
        return str(rule)

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, rule: Rule) -> str:
        return badge(rule.state, rule.state.label)

    @admin.display(description=gettext_lazy("shop page"))
    def preview(self, rule: Rule) -> str:
        """The way to a page on which the rule can be seen."""
        if rule.pk is None:
            return _("Save the rule first.")
        page = _page_for(rule)
        if page is None:
            return _("No published product has such a page.")
        arrange = reverse("admin:recommendations_rule_arrange", args=[page.pk])
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            *(resolve_url(page), page, arrange, _("Arrange its similar items")),
        )


def _page_for(rule: Rule) -> Product | None:
    """The newest published product that the rule holds beside."""
    beside = Product.objects.published().exclude(pk=rule.product_id).newest()
    if rule.beside_product_id:
        beside = beside.filter(pk=rule.beside_product_id)
    elif rule.beside_category:
        beside = beside.in_category(rule.beside_category)
    return beside.first()
