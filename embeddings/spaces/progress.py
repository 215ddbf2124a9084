"""How far a space is: whether every picture has its place in it, and enough features to learn."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue import BULK_PRIORITY

# In a busy shop some picture has always just been uploaded; that keeps no space from being built.
_JUST_NOW = timedelta(seconds=10)
# A projection is learnt from most of the pictures; the last upload makes no difference to it.
_ENOUGH = 0.9


def is_built(space: EmbeddingSpace) -> bool:
    """Whether every picture has been embedded or has failed, but for those uploaded just now."""
    settled_before = timezone.now() - _JUST_NOW
    waiting = space.embeddings.pending().filter(
        Q(priority__lte=BULK_PRIORITY) | Q(queued_at__lt=settled_before)
    )
    rows = ImageEmbedding.objects.in_space(space).filter(image=OuterRef("pk"))
    return not (waiting.exists() or ProductImage.objects.filter(~Exists(rows)).exists())


def has_features(space: EmbeddingSpace) -> bool:
    """Whether the features of nearly all pictures are stored, so that others can be fitted."""
    ready, waiting = space.embeddings.ready(), space.embeddings.pending().count()
    # Vectors that were brought here from elsewhere may have come without them.
    described = ready.filter(features__isnull=False).count()
    return described >= _ENOUGH * (ready.count() + waiting)
