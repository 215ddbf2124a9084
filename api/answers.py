"""What the API says of products that look alike."""

from __future__ import annotations

from rest_framework import serializers

from api.serializers import PictureSerializer, ProductSerializer


class SimilarSerializer(serializers.Serializer):
    """One product that looks like what was asked."""

    product = ProductSerializer()
    score = serializers.FloatField(
        allow_null=True, help_text="Cosine, -1 to 1; null where nothing was compared."
    )
    match = serializers.IntegerField(
        allow_null=True, help_text="The score for shoppers, 0 to 100; not yet calibrated."
    )
    image = PictureSerializer(
        source="product.cover", allow_null=True, help_text="The product's cover."
    )
    matched_image = PictureSerializer(allow_null=True, help_text="Its picture that matched best.")
    reasons = serializers.ListField(
        child=serializers.CharField(),
        help_text="Why it stands here, other than by likeness: `category_newest`.",
    )


class AnswerSerializer(serializers.Serializer):
    """Products that look like what was asked, the most similar first."""

    space = serializers.CharField(
        source="space.name", default=None, allow_null=True, help_text="What compared the pictures."
    )
    complete = serializers.BooleanField(
        help_text="`false`: nothing could be compared yet, the newest of the category stand in."
    )
    relaxed = serializers.ListField(
        child=serializers.CharField(), help_text="Filters that were not kept, by name."
    )
    took_ms = serializers.FloatField()
    results = SimilarSerializer(many=True)


class PhotoSearchSerializer(AnswerSerializer):
    """A kept photo and the products that look like it."""

    id = serializers.CharField(help_text="Search again with it, without another upload.")
    expires_at = serializers.DateTimeField(help_text="The photo is forgotten then.")
