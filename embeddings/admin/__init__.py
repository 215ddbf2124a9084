"""The staff's view of what the machines make: embeddings, spaces, and each picture's state."""

from __future__ import annotations

from embeddings.admin.embedding import ImageEmbeddingAdmin
from embeddings.admin.product import ComparedPictureInline, ComparedProductAdmin
from embeddings.admin.space import EmbeddingSpaceAdmin

__all__ = [
    "ComparedPictureInline",
    "ComparedProductAdmin",
    "EmbeddingSpaceAdmin",
    "ImageEmbeddingAdmin",
]
