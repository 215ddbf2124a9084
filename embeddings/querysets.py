"""The sets of embeddings that the rest of the house talks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from embeddings.models import EmbeddingSpace
    from embeddings.spaces.snapshot import SearchedSpace


class EmbeddingSpaceQuerySet(models.QuerySet["EmbeddingSpace"]):
    def live(self) -> EmbeddingSpace | None:
        """The space whose answers shoppers see; none before the first is activated."""
        return self.filter(state=self.model.State.LIVE).first()

    def active(self) -> EmbeddingSpaceQuerySet:
        """Spaces that every picture needs an embedding in; the live one first."""
        state = self.model.State
        return self.filter(state__in=[state.LIVE, state.BUILDING, state.READY]).order_by(
            models.Case(models.When(state=state.LIVE, then=0), default=1), "pk"
        )


class ImageEmbeddingQuerySet(models.QuerySet["ImageEmbedding"]):  # type: ignore[name-defined]
    def in_space(self, space: SearchedSpace) -> ImageEmbeddingQuerySet:
        return self.filter(space_id=space.pk)

    def pending(self) -> ImageEmbeddingQuerySet:
        return self.filter(state=self.model.State.PENDING)

    def ready(self) -> ImageEmbeddingQuerySet:
        return self.filter(state=self.model.State.READY)

    def failed(self) -> ImageEmbeddingQuerySet:
        return self.filter(state=self.model.State.FAILED)

    def ignored(self) -> ImageEmbeddingQuerySet:
        """Of pictures that are not to be compared: blank ones, fillers, those staff took out."""
        return self.filter(state=self.model.State.IGNORED)

    def without_vectors(self) -> ImageEmbeddingQuerySet:
        """For lists: kilobytes a row that nobody reads there."""
        return self.defer("features", "vector")
