"""Which page of the catalogue, and in which order."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.orderings import ORDERINGS
from api.parameters.fields import CursorField
from api.parameters.filters import FilterParameters
from api.parameters.numbers import PlainIntegerField
from catalog.product_ordering import RELEVANCE, ProductOrdering
from catalog.products.keyset import MAX_CURSOR_CHARACTERS

PAGE_SIZE = 24
MAX_PAGE_SIZE = 100
# PostgreSQL reads and drops everything before an offset; nobody leafs that far.
MAX_LISTED = 10_000
MAX_SEARCH_CHARACTERS = 200


class ListParameters(FilterParameters):
    """One page of the catalogue."""

    search = serializers.CharField(
        required=False,
        max_length=MAX_SEARCH_CHARACTERS,
        help_text='Words in name, brand and description; "quoted", or, -not.',
    )
    in_stock = serializers.BooleanField(
        default=False, help_text="`true` leaves out products that are sold out."
    )
    ordering = serializers.ChoiceField(
        choices=list(ORDERINGS.items()), required=False, help_text="What comes first."
    )
    page = PlainIntegerField(
        default=1, min_value=1, max_value=MAX_LISTED, help_text="Which page; the first is 1."
    )
    cursor = CursorField(
        required=False,
        max_length=MAX_CURSOR_CHARACTERS,
        help_text="`next_cursor` of the page before, in place of `page`: products that are added "
        "meanwhile move nothing, and there is no bound on how far one leafs.",
    )
    facets = serializers.BooleanField(
        default=True, help_text="`false` leaves them out, which is faster."
    )
    page_size = PlainIntegerField(
        default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE, help_text="Products on a page."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["page"] * attrs["page_size"] > MAX_LISTED:
            most = {"most": f"{MAX_LISTED:,}"}
            message = _("At most %(most)s products can be leafed through; use filters.") % most
            raise serializers.ValidationError({"page": message}, "max_value")
        if attrs.get("ordering") == RELEVANCE and "search" not in attrs:
            message = _("There is no relevance without a search.")
            raise serializers.ValidationError({"ordering": message}, "invalid")
        if "cursor" in attrs:
            self._check_cursor(attrs)
        return super().validate(attrs)

    def _check_cursor(self, attrs: dict[str, Any]) -> None:
        if attrs["page"] > 1:
            message = _("Give a page or a cursor, not both.")
            raise serializers.ValidationError({"cursor": message}, "invalid")
        own = RELEVANCE if "search" in attrs else ProductOrdering.NAME.value
        if attrs.get("ordering", own) != attrs["cursor"].order:
            message = _("This cursor is of a list in another order.")
            raise serializers.ValidationError({"cursor": message}, "invalid")
