"""Looks: products that go together, put together by staff with the engine's suggestions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.looks.columns import products_shown, state_shown, with_products
from backoffice.looks.items import ItemInline
from backoffice.looks.suggestions import add_ticked, ids_sent, number_places, suggestions_for
from backoffice.rules.signed import SIGNED, SignedAdmin, changed_shown
from recommendations.models import Look


class LookAdmin(SignedAdmin):
    list_display = ["name", products_shown, state_shown, "position", changed_shown]
    list_filter = ["is_published"]
    list_per_page = 50
    list_select_related = ["updated_by"]
    show_full_result_count = False
    search_fields = ["name", "note", "items__product__name", "items__product__sku"]
    readonly_fields = ["suggestions", *SIGNED]
    inlines = [ItemInline]
    fieldsets = [
        (None, {"fields": ["name", "note"]}),
        (
            gettext_lazy("When and where"),
            {"fields": ["is_published", ("starts_at", "ends_at"), "position"]},
        ),
        (gettext_lazy("Suggestions"), {"fields": ["suggestions"]}),
        (gettext_lazy("Who and when"), {"fields": [SIGNED[:2], SIGNED[2:]]}),
    ]

    class Media:
        css = {"all": ["backoffice/looks.css"]}
        js = ["backoffice/looks.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_products(super().get_queryset(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.suggestions_view)
        return [
            path("suggestions/", view, name="recommendations_look_suggestions"),
            *super().get_urls(),
        ]

    def suggestions_view(self, request: HttpRequest) -> HttpResponse:
        """For products that are chosen in a form and not saved yet."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponse(suggestions_for(ids_sent(request.GET.getlist("product"))))

    @admin.display(description=gettext_lazy("In the same style"))
    def suggestions(self, look: Look) -> SafeString:
        held = list(look.items.values_list("product_id", flat=True)) if look.pk else []
        return format_html(
            '<div data-suggestions="{}" data-again="{}" data-up="{}" data-down="{}">{}</div>',
            reverse("admin:recommendations_look_suggestions"),
            _("Suggest for the products chosen below"),
            _("One place up"),
            _("One place down"),
            SafeString(suggestions_for(held)),
        )

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        number_places(form.instance)  # first: what was given none stands at the last there is
        if added := len(add_ticked(request, form.instance)):
            told = ngettext("%(n)d suggestion was added.", "%(n)d suggestions were added.", added)
            self.message_user(request, told % {"n": added})
            self.sign_change(request, form.instance)
        if not form.instance.items.exists():
            self.message_user(request, _("The look is empty: shoppers see nothing of it."))
