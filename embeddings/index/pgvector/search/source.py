"""Where the vectors lie that one HNSW index holds."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.spaces.snapshot import SearchedSpace


@dataclass(frozen=True, kw_only=True)
class Source:
    """A whole space, or one category of it."""

    table: str
    """Has the columns image_id, product_id and vector."""
    condition: str
    """SQL about its `row`, as its index has it."""
    pictures: int
    """How many there are, more or less."""
    whole: bool
    """Whether every picture of the space is there."""


def whole_space(space: SearchedSpace, *, unless_counted: int) -> Source:
    """With as many pictures as were counted when it was calibrated, or as many as are given."""
    counted = space.scales.pictures
    return Source(
        table="embeddings_imageembedding",
        condition=f"row.space_id = {space.pk:d} AND row.state = 'ready'",
        pictures=unless_counted if counted is None else counted,
        whole=True,
    )


def category_table(name: str, *, pictures: int) -> Source:
    """What embeddings/index/pgvector/categories keeps."""
    return Source(table=name, condition="true", pictures=pictures, whole=False)
