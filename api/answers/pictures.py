"""Pictures as their machines see them: with ids, and how far each is."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.answers.catalogue import PictureSerializer
from catalog.models import ProductImage, RequestedPicture
from embeddings.models import EmbeddingState
from embeddings.picture_states import WAITING


class EmbeddingStateSerializer(serializers.Serializer[Any]):
    """How far a picture is on its way to being compared."""

    state = serializers.ChoiceField(choices=EmbeddingState.values)
    error = serializers.CharField(allow_blank=True, help_text="Why it failed, in a sentence.")


class SentPictureSerializer(PictureSerializer):
    """A picture of a product."""

    id = serializers.IntegerField()
    position = serializers.IntegerField(help_text="The lowest is the cover.")
    embedding = serializers.SerializerMethodField()

    @extend_schema_field(EmbeddingStateSerializer)
    def get_embedding(self, image: ProductImage) -> dict[str, str]:
        found = self.context["states"].get(image.pk, WAITING)
        return {"state": found.state, "error": found.error}


class RequestedPictureSerializer(serializers.ModelSerializer[RequestedPicture]):
    """A picture that was asked for by its address."""

    url = serializers.CharField(source="address")
    state = serializers.ChoiceField(choices=RequestedPicture.State.values)
    picture = serializers.IntegerField(
        source="image_id", allow_null=True, help_text="The id among `results`, once it is taken."
    )

    class Meta:
        model = RequestedPicture
        fields = ["url", "state", "code", "error", "picture", "asked_at"]


class PicturesSerializer(serializers.Serializer[Any]):
    """A product's pictures, the cover first, and what became of those asked for by address."""

    results = SentPictureSerializer(many=True)
    requested = RequestedPictureSerializer(many=True)
