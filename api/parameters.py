"""What may be asked: every parameter with its bounds; any other is refused by name.

A bound holds before anything is made of a value: the length of a text before it is split, the
length of a list before its entries are looked at (DRF itself looks at the entries first).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.errors import MAX_ERRORS
from api.orderings import ORDERINGS, RELEVANCE
from catalog.models import Category
from catalog.product_filter import ProductFilter
from embeddings.photos.region import Region
from recommendations.conf import conf
from recommendations.request.block_weights import parse_weights
from recommendations.request.question import SearchOptions
from recommendations.request.region import parse_region

PAGE_SIZE = 24
MAX_PAGE_SIZE = 100
# PostgreSQL reads and drops everything before an offset; nobody leafs that far.
MAX_LISTED = 10_000
MAX_SEARCH_CHARACTERS = 200


class Parameters(serializers.Serializer):
    """The parameters of one call."""

    @classmethod
    def read(cls, given: QueryDict) -> dict[str, Any]:
        """Check what came with a request; raises ValidationError naming every parameter at fault.

        An unknown parameter is a mistake worth hearing of, and so is one that is given twice.
        """
        twice = [name for name, values in given.lists() if len(values) > 1]
        problems = {name: [_error("repeated", _("Give this parameter once."))] for name in twice}
        # A plain dict: to DRF, a parameter missing from a QueryDict is an unticked box.
        return cls._read(given.dict(), problems)

    @classmethod
    def read_json(cls, given: Any) -> dict[str, Any]:
        """Check what came as JSON; raises ValidationError naming every parameter at fault."""
        if not isinstance(given, dict):
            raise serializers.ValidationError(_("Send one JSON object."), "invalid")
        return cls._read(given, {})

    @classmethod
    def _read(cls, given: dict[str, Any], problems: dict[str, Any]) -> dict[str, Any]:
        known = cls().fields
        told = _("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(known)}
        for name in given:
            if name not in known and len(problems) < MAX_ERRORS:
                problems[name] = [_error("unknown", told)]
        read = cls(data=given)
        if not read.is_valid():
            problems = {**read.errors, **problems}
        if problems:
            raise serializers.ValidationError(problems)
        return read.validated_data


def _error(code: str, message: str) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(message, code)


class BySlugField(serializers.SlugRelatedField):
    """Something by its slug, which PostgreSQL is asked for if it is a text that may be one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="slug", **options)

    def to_internal_value(self, data: Any) -> Any:
        queryset = self.get_queryset()
        if queryset is None:
            raise TypeError("a field that is written has a queryset")
        longest = queryset.model._meta.get_field("slug").max_length
        slug = serializers.CharField(max_length=longest).run_validation(data)
        return super().to_internal_value(slug)


class CategoryField(BySlugField):
    """A category by its slug."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Category.objects.all(), **options)


class ParsedTextField(serializers.CharField):
    """A text that stands for something else; `parse` makes that of it.

    The bound is on the text: what CharField bounds is the parsed value, after the parsing.
    """

    def __init__(self, *, max_characters: int, **options: Any) -> None:
        super().__init__(**options)
        self.max_characters = max_characters

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        if len(text) > self.max_characters:
            message = _("Use at most %(count)d characters.") % {"count": self.max_characters}
            raise serializers.ValidationError(message, "max_length")
        try:
            return self.parse(text)
        except ValueError as error:
            raise serializers.ValidationError(str(error), "invalid") from None

    def parse(self, text: str) -> Any:
        """What the text stands for; raises ValueError with a sentence for whoever wrote it."""
        raise NotImplementedError


class RegionField(ParsedTextField):
    """A part of a photo: x,y,w,h as shares of it."""

    def parse(self, text: str) -> Region:
        return parse_region(text)


class WeightsField(ParsedTextField):
    """How much each block counts: visual:1,colour:2."""

    def parse(self, text: str) -> dict[str, float]:
        return parse_weights(text)


class AttributesField(ParsedTextField):
    """Names and values: colour:red,material:wool."""

    def parse(self, text: str) -> tuple[tuple[str, str], ...]:
        pairs = [part.partition(":") for part in text.split(",")]
        found = tuple((name.strip(), value.strip()) for name, _colon, value in pairs)
        if not all(name and value for name, value in found):
            raise ValueError(_("Attributes are written as colour:red,material:wool."))
        return found


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
    attributes = AttributesField(
        required=False,
        max_characters=200,
        help_text="Names and values as products have them: colour:red,material:wool.",
    )
    in_stock = serializers.BooleanField(
        default=True, help_text="`false` includes products that are sold out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        low, high = attrs.get("price_min"), attrs.get("price_max")
        if low is not None and high is not None and low > high:
            message = _("price_min is above price_max.")
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
        default=1, min_value=1, max_value=MAX_LISTED, help_text="Which page; the first is 1."
    )
    page_size = serializers.IntegerField(
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
        return super().validate(attrs)


class AnswerParameters(FilterParameters):
    """How many look-alikes, which of them, how similar and how varied."""

    limit = serializers.IntegerField(
        default=conf.SIMILAR_LIMIT,
        min_value=1,
        max_value=conf.SIMILAR_MAX_LIMIT,
        help_text="At most so many.",
    )
    offset = serializers.IntegerField(
        default=0,
        min_value=0,
        max_value=conf.SIMILAR_MAX_OFFSET,
        help_text="Leaves out so many of the first.",
    )
    min_match = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=100,
        help_text="Leaves out what matches less, 0 to 100; without it, the shop's own floor holds.",
    )
    diversity = serializers.FloatField(
        default=0.0, min_value=0, max_value=1, help_text="0: the most similar; 1: the most varied."
    )
    weights = WeightsField(
        required=False,
        max_characters=80,
        help_text="How much shape and pattern (`visual`) and `colour` count: visual:1,colour:2.",
    )
    relax = serializers.BooleanField(
        default=False,
        help_text="`true`: where too few products meet all filters, gives up attributes, brand, "
        "price and category, in this order; `relaxed` says which.",
    )
    explain = serializers.BooleanField(
        default=False, help_text="`true` accounts for each place, and for pins that found none."
    )


class SimilarParameters(AnswerParameters):
    """Which look-alikes of a product."""

    price_within = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        help_text="Percent of the product's own price, up and down.",
    )


class PhotoParameters(AnswerParameters):
    """Which part of the photo to search with, and for what."""

    region = RegionField(
        required=False,
        max_characters=80,
        help_text="Part of the photo: x,y,w,h as shares of its width and height, 0 to 1.",
    )


class PhotoUpload(PhotoParameters):
    """A photo and what to do with it, as multipart/form-data."""

    image = serializers.FileField(
        allow_empty_file=True,  # validation has a sentence for it
        help_text="JPEG, PNG, WebP, AVIF, GIF or HEIC; at most 10 MB and 8 megapixels.",
    )


_CONDITIONS = ("brand", "price_min", "price_max", "attributes", "in_stock")
_WISHES = ("limit", "offset", "min_match", "diversity", "weights", "relax", "explain")


def filters_of(values: dict[str, Any]) -> ProductFilter:
    """The shopper's conditions among checked parameters."""
    category = values.get("category")
    return ProductFilter(
        category_id=category.pk if category else None, **_present(values, *_CONDITIONS)
    )


def options_of(values: dict[str, Any]) -> SearchOptions:
    """How to answer, of checked parameters."""
    return SearchOptions(filters=filters_of(values), **_present(values, *_WISHES, "price_within"))


def _present(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}
