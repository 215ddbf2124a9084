"""What may be asked: every parameter with its bounds; any other is refused by name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from catalog.models import Category
from embeddings.photos import Region
from recommendations.filters import Filters
from recommendations.regions import RegionInvalid, parse_region
from recommendations.similar import DEFAULT_LIMIT, MAX_LIMIT

PAGE_SIZE = 24
MAX_PAGE_SIZE = 100
# PostgreSQL reads and drops everything before an offset; nobody leafs that far.
MAX_OFFSET = 10_000
MAX_SEARCH_CHARACTERS = 200

ORDERINGS = {
    "relevance": "Best text match first; the default of a search.",
    "name": "By name; the default otherwise.",
    "-name": "By name, backwards.",
    "price": "Cheapest first.",
    "-price": "Dearest first.",
    "newest": "Newest first.",
}


class Parameters(serializers.Serializer):
    """The parameters of one call."""

    @classmethod
    def read(cls, given: QueryDict) -> dict[str, Any]:
        """Check what came with a request; raises ValidationError naming every parameter at fault.

        An unknown parameter is a mistake worth hearing of, and so is one that is given twice.
        """
        known = cls().fields
        problems = {}
        for name, values in given.lists():
            if name not in known:
                problems[name] = [_error("unknown", f"Unknown parameter. Known: {_list(known)}.")]
            elif len(values) > 1:
                problems[name] = [_error("repeated", "Give this parameter once.")]
        # A plain dict: to DRF, a parameter missing from a QueryDict is an unticked box.
        read = cls(data=given.dict())
        if not read.is_valid():
            problems = {**read.errors, **problems}
        if problems:
            raise serializers.ValidationError(problems)
        return read.validated_data


def _error(code: str, message: str) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(message, code)


def _list(names: Any) -> str:
    return ", ".join(names)


class CategoryField(serializers.SlugRelatedField):
    """A category by its slug."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="slug", queryset=Category.objects.all(), **options)


class RegionField(serializers.CharField):
    """A part of a photo: x,y,w,h as shares of it."""

    def to_internal_value(self, data: Any) -> Region:  # type: ignore[override]
        try:
            return parse_region(super().to_internal_value(data))
        except RegionInvalid as error:
            raise serializers.ValidationError(str(error), "invalid") from None


class FilterParameters(Parameters):
    """Which products may stand in the answer."""

    category = CategoryField(
        required=False, help_text="Slug of a category; those below it are included."
    )
    brand = serializers.CharField(required=False, max_length=80, help_text="A brand, as written.")
    price_min = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, help_text="At least."
    )
    price_max = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, help_text="At most."
    )
    in_stock = serializers.BooleanField(
        default=True, help_text="`false` includes products that are sold out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        low, high = attrs.get("price_min"), attrs.get("price_max")
        if low is not None and high is not None and low > high:
            message = "price_min is above price_max."
            raise serializers.ValidationError({"price_min": message}, "invalid")
        return attrs


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
    page = serializers.IntegerField(
        default=1, min_value=1, max_value=MAX_OFFSET, help_text="Which page; the first is 1."
    )
    page_size = serializers.IntegerField(
        default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE, help_text="Products on a page."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["page"] * attrs["page_size"] > MAX_OFFSET:
            message = f"At most {MAX_OFFSET:,} products can be leafed through; use filters."
            raise serializers.ValidationError({"page": message}, "max_value")
        if attrs.get("ordering") == "relevance" and "search" not in attrs:
            message = "There is no relevance without a search."
            raise serializers.ValidationError({"ordering": message}, "invalid")
        return super().validate(attrs)


class SimilarParameters(FilterParameters):
    """How many similar products, how similar, and which."""

    limit = serializers.IntegerField(
        default=DEFAULT_LIMIT, min_value=1, max_value=MAX_LIMIT, help_text="At most so many."
    )
    min_match = serializers.IntegerField(
        default=0, min_value=0, max_value=100, help_text="Leaves out what matches less, 0 to 100."
    )


class PhotoParameters(SimilarParameters):
    """Which part of the photo to search with, and for what."""

    region = RegionField(
        required=False,
        max_length=80,
        help_text="Part of the photo: x,y,w,h as shares of its width and height, 0 to 1.",
    )


class PhotoUpload(PhotoParameters):
    """A photo and what to do with it, as multipart/form-data."""

    image = serializers.FileField(
        allow_empty_file=True,  # the gate has a sentence for it
        help_text="JPEG, PNG, WebP, AVIF, GIF or HEIC; at most 10 MB and 8 megapixels.",
    )


def filters_of(values: dict[str, Any]) -> Filters:
    """The shopper's conditions among checked parameters."""
    names = ("category", "brand", "price_min", "price_max", "in_stock")
    return Filters(**{name: values[name] for name in names if name in values})
