"""Pictures as their machines see them: with ids, and how far each is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.answers.catalogue import PictureSerializer
from catalog.models import RequestedPicture
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
    embedding = EmbeddingStateSerializer(read_only=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found = self.context["states"].get(instance.pk, WAITING)
        return {
            **super().to_representation(instance),
            "id": instance.pk,
            "position": instance.position,
            "embedding": {"state": found.state, "error": found.error},
        }


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
