"""What the API says of products that look alike."""

from __future__ import annotations

from datetime import UTC
from typing import Any, get_args

from rest_framework import serializers

from api.answers.as_json import picture_as_json, product_as_json
from api.answers.catalogue import FacetsSerializer, PictureSerializer, ProductSerializer
from api.answers.links import links_of
from embeddings.photos.region import Region
from embeddings.pipeline import Framing
from recommendations.candidate import HIDDEN, Candidate, WordsHeard
from recommendations.photo_search import PhotoSearch


class MovedSerializer(serializers.Serializer[Any]):
    """A rule of the shop's staff at work."""

    kind = serializers.CharField(help_text="`pin`, `boost` or `bury`.")
    from_position = serializers.IntegerField(
        allow_null=True, help_text="Where likeness alone would have it; null: not among the found."
    )
    to_position = serializers.IntegerField()


class ExplanationSerializer(serializers.Serializer[Any]):
    """How a product came to its place."""

    cosine = serializers.FloatField(allow_null=True)
    relevance = serializers.FloatField(
        allow_null=True,
        help_text="What the order follows: the cosine, unless kinds and each one's own nearest "
        "count as well; a staff's rule goes before it.",
    )
    blocks = serializers.DictField(
        child=serializers.FloatField(), help_text="Each block's own cosine: `visual`, `colour`."
    )
    asked_image = PictureSerializer(
        allow_null=True,
        help_text="The asked product's own picture that it resembles.",
    )
    moved = MovedSerializer(allow_null=True)


class SimilarSerializer(serializers.Serializer[Any]):
    """One product that looks like what was asked."""

    product = ProductSerializer()
    score = serializers.FloatField(
        allow_null=True, help_text="Cosine, -1 to 1; null where nothing was compared."
    )
    match = serializers.IntegerField(
        allow_null=True,
        help_text="The score for shoppers: 0 is chance, 100 the same picture; 50 is as likely of "
        "the same kind as not, or, for photos, words, and where categories say nothing of looks, "
        "more alike than 99 of 100 at random. Null where nothing was compared.",
    )
    image = PictureSerializer(allow_null=True, help_text="The product's cover.")
    matched_image = PictureSerializer(allow_null=True, help_text="Its picture that matched best.")
    same_kind = serializers.BooleanField(
        allow_null=True,
        help_text="Whether it is of the kind that was asked with; null where that is not known, or "
        "where this shop's categories do not agree with what looks alike.",
    )
    reasons = serializers.ListField(
        child=serializers.CharField(),
        help_text="Why it stands here, other than by likeness: `category_newest`, "
        "`relaxed:<filter>`, `pinned`, `boosted`, `buried`.",
    )
    explanation = ExplanationSerializer(required=False, help_text="With `explain` only.")

    def to_representation(self, instance: Candidate) -> dict[str, Any]:
        links, card = links_of(self), instance.product
        cover, matched = card.cover, instance.matched_image
        image = picture_as_json(cover, links)
        answered = {
            "product": product_as_json(card, links),
            "score": None if instance.score is None else float(instance.score),
            "match": instance.calibrated_score,
            "image": image,
            "matched_image": image if matched == cover else picture_as_json(matched, links),
            "same_kind": instance.same_kind,
            "reasons": list(instance.reasons),
        }
        if instance.explanation is not None:
            told = ExplanationSerializer(instance.explanation, context=self.context)
            answered["explanation"] = told.data
        return answered


class RemovedSerializer(serializers.Serializer[Any]):
    """What a rule of the shop's staff could not put in."""

    product_id = serializers.IntegerField()
    why = serializers.CharField()


class WordsSerializer(serializers.Serializer[Any]):
    """What was understood of `words` and `but`."""

    known = serializers.ListField(
        child=serializers.CharField(), help_text="Words that the shop says of its products."
    )
    unknown = serializers.ListField(
        child=serializers.CharField(),
        help_text="Words that it does not; they counted for nothing.",
    )
    but = serializers.SerializerMethodField(help_text="The values of `but`, name by name.")
    blocks = serializers.DictField(
        child=serializers.FloatField(),
        help_text="How much of what was wished for is about each block: `visual`, `colour`.",
    )

    def get_but(self, heard: WordsHeard) -> dict[str, str]:
        return dict(heard.but)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        data = super().to_representation(instance)
        data["blocks"] = {name: round(share, 3) for name, share in data["blocks"].items()}
        return data


class AnswerSerializer(serializers.Serializer[Any]):
    """Products that look like what was asked, the most similar first."""

    space = serializers.CharField(
        default=None, allow_null=True, help_text="What compared the pictures."
    )
    complete = serializers.BooleanField(
        help_text="`false`: nothing could be compared yet, and a product's category's newest stand "
        "in; or a part of the index is away, and what it holds is missing."
    )
    relaxed = serializers.ListField(
        child=serializers.CharField(), help_text="Filters that were given up, in this order."
    )
    took_ms = serializers.FloatField(
        read_only=True, help_text="On the server, without the way there."
    )
    results = SimilarSerializer(many=True)
    words = WordsSerializer(
        required=False, help_text="Where something was asked in words or with `but`."
    )
    removed = RemovedSerializer(many=True, required=False, help_text="With `explain` only.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        each = SimilarSerializer(context=self.context)
        answered: dict[str, Any] = {
            "space": instance.space.name if instance.space else None,
            "complete": instance.complete,
            "relaxed": instance.relaxed,
            "took_ms": round(instance.took_ms, 1),
            "results": [each.to_representation(candidate) for candidate in instance.results],
        }
        if instance.words is not None:
            answered["words"] = WordsSerializer(instance.words).data
        if instance.removed is not None:
            # Anybody may ask here, and what staff hid they did not mean to be named.
            told = [gone for gone in instance.removed if gone.why != HIDDEN]
            answered["removed"] = RemovedSerializer(told, many=True).data
        return answered


class RegionSerializer(serializers.Serializer[Any]):
    """A part of a photo, as shares of its width and height."""

    x = serializers.FloatField(help_text="From the left, 0 to 1.")
    y = serializers.FloatField(help_text="From the top, 0 to 1.")
    width = serializers.FloatField()
    height = serializers.FloatField()


class ProposedRegionSerializer(RegionSerializer):
    """A thing that was found in a photo."""

    score = serializers.FloatField(help_text="How sure it is that there is a thing, 0 to 1.")
    used = serializers.BooleanField(help_text="Whether this search was made with it.")


class PhotoSearchSerializer(AnswerSerializer):
    """A kept photo and the products that look like it."""

    id = serializers.CharField(help_text="Search again with it, without another upload.")
    expires_at = serializers.DateTimeField(
        default_timezone=UTC, help_text="The photo is forgotten then."
    )
    region = RegionSerializer(help_text="The part of the photo that was searched with.")
    framing = serializers.ChoiceField(
        choices=get_args(Framing),
        help_text="How that part was looked at: `whole`, the photo as it is; `box`, cut to the "
        "part; `white`, the things in it cut out and set on white.",
    )
    regions = ProposedRegionSerializer(
        many=True,
        help_text="The things that were found in the photo, the largest first; ask again with "
        "`region` for one of them. Empty where none stands out, or `region=whole` came first.",
    )

    nothing_close = serializers.BooleanField(
        help_text="`true`: products meet the conditions, but none comes close to the photo; "
        "`min_match=0` brings the nearest all the same."
    )
    facets = FacetsSerializer(
        required=False,
        help_text="With `facets` only: what each value would leave, counted among the 96 nearest; "
        "a filter searches all of the shop.",
    )

    def to_representation(self, instance: PhotoSearch) -> dict[str, Any]:
        photo = instance.photo
        expires = self.fields["expires_at"].to_representation(photo.expires_at)
        answer = AnswerSerializer(instance.answer, context=self.context).data
        look = instance.look
        return {
            "id": photo.id,
            "expires_at": expires,
            "region": _region(look.part),
            "framing": look.framing,
            "regions": [
                {**_region(box.sides), "score": box.score, "used": box.sides in look.used}
                for box in look.proposed
            ],
            "nothing_close": instance.nothing_close,
            **answer,
        }


def _region(part: Region) -> dict[str, float]:
    return dict(zip(("x", "y", "width", "height"), part, strict=True))
