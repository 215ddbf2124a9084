"""How far pictures are on their way to being compared, for those who sent them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from embeddings.models import EmbeddingSpace, EmbeddingState, ImageEmbedding


@dataclass(frozen=True, slots=True)
class PictureState:
    """In the space that shoppers are answered from."""

    state: str = EmbeddingState.PENDING.value
    error: str = ""
    """Why it failed, in a sentence; empty where it has not."""


WAITING = PictureState()


def states_of(images: Collection[int]) -> dict[int, PictureState]:
    """By the pictures' ids; two short statements. Of what is not queued yet: nothing."""
    space = EmbeddingSpace.objects.live()
    if space is None or not images:
        return {}
    rows = ImageEmbedding.objects.in_space(space).filter(image__in=images)
    return {
        image: PictureState(state, _(error) if error else "")
        for image, state, error in rows.values_list("image_id", "state", "error")
    }
