"""How far a space is: whether every picture has its place in it, and enough features to learn."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog.models import ProductImage
from embeddings.conf import BULK_PRIORITY, MIN_FEATURES_SHARE, SETTLE_TIME
from embeddings.models import EmbeddingSpace, ImageEmbedding


def is_built(space: EmbeddingSpace) -> bool:
    """Whether every picture has been embedded or has failed, but for those uploaded just now."""
    settled_before = timezone.now() - SETTLE_TIME
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
    return described >= MIN_FEATURES_SHARE * (ready.count() + waiting)
