"""Where shoppers' photos lie on average: what is measured beforehand, then what a shop has seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from django.db import transaction

from embeddings.models import EmbeddingSpace, PhotoMean
from embeddings.pipeline import Component, Means, prior_mean

Floats = npt.NDArray[np.float32]

LEAST_PHOTOS = 10
"""Fewer are never written down together."""
PRIOR_PHOTOS = 10
"""What was measured beforehand counts as much as so many photos of the shop's own."""
MOST_PHOTOS = 500
"""Beyond them older photos fade: the last ten never count for less than 2 % of the mean."""


def photo_means(space: EmbeddingSpace, framing: str) -> Means:
    """The mean of photos in each component; None where nothing is known of it."""
    row = PhotoMean.objects.filter(features_key=space.features_key, framing=framing).first()
    parts = space.parts
    seen = row.photos if row and space.features_key else 0.0
    sums = _split(row.sums, parts) if row and seen else [None] * len(parts)
    return tuple(
        _blend(prior_mean(part, framing), own, seen) for part, own in zip(parts, sums, strict=True)
    )


def add_photos(space: EmbeddingSpace, framing: str, features: Floats) -> None:
    """Add a batch of photos to the sums, whatever other workers add meanwhile.

    Raises ValueError for fewer than LEAST_PHOTOS. (N, F) unit length within each component
    """
    if len(features) < LEAST_PHOTOS:
        raise ValueError(f"{len(features)} photos are too few to be written down together.")
    key = {"features_key": space.features_key, "framing": framing}
    with transaction.atomic():
        empty = np.zeros(features.shape[1], "<f4").tobytes()
        PhotoMean.objects.bulk_create([PhotoMean(**key, sums=empty)], ignore_conflicts=True)
        row = PhotoMean.objects.select_for_update().get(**key)
        photos = row.photos + len(features)
        faded = min(1.0, MOST_PHOTOS / photos)
        sums = np.frombuffer(row.sums, "<f4") + features.sum(axis=0)
        row.sums = (sums * faded).astype("<f4").tobytes()
        row.photos = photos * faded
        row.save(update_fields=["sums", "photos", "updated_at"])


def forget_unused_means() -> int:
    """Delete what was learnt about features that no active space is made of; how many rows."""
    active = EmbeddingSpace.objects.active().order_by().values("features_key")
    return PhotoMean.objects.exclude(features_key__in=active).delete()[0]


def _split(sums: bytes | memoryview, parts: Sequence[Component]) -> list[Floats | None]:
    ends = np.cumsum([part.feature_dimensions for part in parts])
    return list(np.split(np.frombuffer(sums, "<f4"), ends[:-1]))


def _blend(prior: Floats | None, sums: Floats | None, seen: float) -> Floats | None:
    if sums is None:
        return prior
    if prior is None:
        return np.asarray(sums / seen, dtype=np.float32)
    blended = (PRIOR_PHOTOS * prior + sums) / (PRIOR_PHOTOS + seen)
    return np.asarray(blended, dtype=np.float32)
