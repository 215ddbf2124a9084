"""Which look-alikes of a product or a photo, and how they are chosen and shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from api.parameters.base import present
from api.parameters.fields import ButField, RegionField, WeightsField
from api.parameters.filters import FilterParameters, filters_of
from api.parameters.numbers import PlainDecimalField, PlainFloatField, PlainIntegerField
from recommendations.conf import conf
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions
from recommendations.request.wish import MAX_BUT_CHARACTERS, MAX_WORDS_CHARACTERS, Wish

_OPTIONS = ("limit", "offset", "min_match", "diversity", "weights", "relax", "explain")


class AnswerParameters(FilterParameters):
    """How many look-alikes, which of them, how similar and how varied."""

    listed = FilterParameters.listed | {"but"}

    limit = PlainIntegerField(
        default=conf.SIMILAR_LIMIT,
        min_value=1,
        max_value=conf.SIMILAR_MAX_LIMIT,
        help_text="At most so many.",
    )
    offset = PlainIntegerField(
        default=0,
        min_value=0,
        max_value=conf.SIMILAR_MAX_OFFSET,
        help_text="Leaves out so many of the first.",
    )
    min_match = PlainIntegerField(
        required=False,
        min_value=0,
        max_value=100,
        help_text="Leaves out what matches less, 0 to 100; without it, the shop's own floor holds.",
    )
    diversity = PlainFloatField(
        default=0.0, min_value=0, max_value=1, help_text="0: the most similar; 1: the most varied."
    )
    words = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=MAX_WORDS_CHARACTERS,
        help_text="What it shall look like, in the shop's own words, such as blue stripes. `words` "
        "of the answer says which of them the shop knows.",
    )
    but = ButField(
        required=False,
        allow_blank=True,
        max_length=MAX_BUT_CHARACTERS,
        help_text="The same with other values of its attributes: colour:blue,pattern:striped. In "
        "an address or a form it may be given several times.",
    )
    weights = WeightsField(
        required=False,
        max_length=80,
        help_text="How much shape and pattern (`visual`) and `colour` count: visual:1,colour:2.",
    )
    kind = serializers.ChoiceField(
        choices=[wish.value for wish in KindWish],
        default=KindWish.ANY.value,
        allow_blank=True,
        help_text="`same`: only the kind of thing that is asked with, its category and those below "
        "it; `other`: only other kinds, for the same look elsewhere; `any`: all, the same kind "
        "first. A photo is of the kind that most of its nearest are.",
    )
    order = serializers.ChoiceField(
        choices=["best", "score"],
        default="best",
        allow_blank=True,
        help_text="`best`: the same kind first, and each seen together with its own nearest, where "
        "this shop has been found to gain by it; `score`: by the cosine alone.",
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

    price_within = PlainDecimalField(
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
        max_length=80,
        help_text="Part of the photo: x,y,w,h as shares of its width and height, 0 to 1; `whole`: "
        "all of it. Without it, the thing that is found in the photo is searched with.",
    )
    facets = serializers.BooleanField(
        default=False,
        help_text="`true`: how the 96 nearest spread over categories, brands, prices and "
        "attributes, as `facets` of the list of products.",
    )


class PhotoUpload(PhotoParameters):
    """A photo and what to do with it, as multipart/form-data."""

    image = serializers.FileField(
        allow_empty_file=True,  # validation has a sentence for it
        help_text="JPEG, or HEIC of tiles as phones write it, of at most 52 megapixels; other HEIC "
        "of 25; PNG, WebP, AVIF or GIF of 8; at most 10 MB.",
    )


def options_of(values: dict[str, Any]) -> SearchOptions:
    """How to answer, of checked parameters."""
    return SearchOptions(
        filters=filters_of(values),
        wish=wish_of(values),
        kind=KindWish(values["kind"] or KindWish.ANY),
        by_score=values["order"] == "score",
        **present(values, *_OPTIONS, "price_within"),
    )


def wish_of(values: dict[str, Any]) -> Wish:
    """What is wished for in words, of checked parameters."""
    return Wish(words=values.get("words", ""), but=values.get("but") or ())
