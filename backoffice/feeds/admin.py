"""Feeds: where they lie, when they are fetched, what came of it, and what is too much."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.badges import badge
from backoffice.categories.fields import CategoryChoices
from backoffice.editing.admin import SharedAdmin
from catalog.feeds.models import Feed
from catalog.feeds.timetable import fetch_now
from catalog.imports.formats import FORMATS
from catalog.imports.models import ImportRun


class FeedAdmin(CategoryChoices, SharedAdmin):
    list_display = ["name", "address", "hour", "is_active", "next_at", "last_import", "error"]
    list_filter = ["is_active"]
    search_fields = ["name", "address"]
    list_per_page = 50
    autocomplete_fields = ["category"]
    actions = ["fetch_selected"]
    readonly_fields = ["next_at", "fetched_at", "last_import", "error"]
    fieldsets = [
        (None, {"fields": ["name", "address", "format", "category", ("hour", "is_active")]}),
        (
            gettext_lazy("Safety brake"),
            {
                "fields": ["most_leaving_percent", "most_price_factor"],
                "description": gettext_lazy(
                    "Products that left the feed are taken out of the shop. Where more would "
                    "change than is said here, nothing is done before somebody looks at the import."
                ),
            },
        ),
        (gettext_lazy("How it stands"), {"fields": list(readonly_fields)}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        newest = ImportRun.objects.filter(feed=OuterRef("pk")).order_by("-pk")
        feeds: QuerySet[Any] = super().get_queryset(request)
        with_last: QuerySet[Any] = feeds.annotate(
            last_run=Subquery(newest.values("pk")[:1]),
            last_state=Subquery(newest.values("state")[:1]),
        )
        return with_last

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "address":
            kwargs["assume_scheme"] = "https"
        if db_field.name != "format":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=db_field.verbose_name.capitalize(),
            choices=[("", _("recognise it")), *((each.name, each.label) for each in FORMATS)],
            required=False,
        )

    @admin.display(description=gettext_lazy("last import"))
    def last_import(self, feed: Any) -> SafeString | str:
        run = getattr(feed, "last_run", None)  # a form for a new feed has none
        if run is None:
            return self.get_empty_value_display()
        address = reverse("admin:catalog_importrun_change", args=[run])
        state = ImportRun.State(feed.last_state)
        return format_html('<a href="{}">{}</a>', address, badge(state, state.label))

    @admin.action(description=gettext_lazy("Fetch the selected now"), permissions=["change"])
    def fetch_selected(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Those that are active: the others wait until they are."""
        feeds = list(queryset.filter(is_active=True))
        for feed in feeds:
            fetch_now(feed)
        told = ngettext(
            "%(count)d feed is fetched within a minute.",
            "%(count)d feeds are fetched within a minute.",
            len(feeds),
        ) % {"count": len(feeds)}
        self.message_user(request, told, messages.SUCCESS if feeds else messages.WARNING)
