"""A shop of any size with an index for each of its spaces, and NumPy's copy of its vectors."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from django.db import connection

from benchmarks.data import catalogue
from benchmarks.data.synthetic import VISUAL, RealPictures, synthesise
from embeddings.index import vector_index
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Projection, find_weights, fit_projection, resolve_recipe
from embeddings.spaces.measured.calibration import calibrate
from embeddings.spaces.projections import keep_projections
from embeddings.worker.encoder_cache import weight_folders

State = EmbeddingSpace.State

PROJECTED, RAW = 256, VISUAL.stop
_FITTED_ON = 8_000
_TABLES = ("catalog_category", "catalog_product", "catalog_productimage")


@dataclass(frozen=True)
class SpaceOf:
    """A space in the database, indexed, and its vectors: row n is the picture with id n + 1."""

    space: EmbeddingSpace
    vectors: npt.NDArray[np.float16]
    build_seconds: float = 0.0
    index_mb: float = 0.0

    @property
    def recall(self) -> str:
        """As the shop measures and tunes itself."""
        return f"ef_search {self.space.ef_search} (tuned: recall {self.space.recall:.3f})"


@dataclass(frozen=True)
class Shop:
    """What was loaded; product n has the id n + 1."""

    products: int
    owners: npt.NDArray[np.int64]
    """(pictures,) the number of each picture's product."""
    spaces: list[SpaceOf]
    """The first of them is live."""

    @property
    def visible(self) -> SpaceOf:
        return self.spaces[0]


def fill_shop(
    real: RealPictures, *, images: int, dimensions: Collection[int], indexed: bool = True
) -> Shop:
    """Synthesise features, project them as a space does, load everything, build the indexes.

    `dimensions`: PROJECTED, RAW or both. Without indexes only exact scans can be measured.
    """
    projected = np.empty((images if PROJECTED in dimensions else 0, PROJECTED), np.float16)
    visual = np.empty((images if RAW in dimensions else 0, RAW), np.float16)
    owners = np.empty(images, np.int64)
    projection: Projection | None = None
    at = 0
    for features, chunk_owners in synthesise(real, pictures=images):
        chunk = features[:, VISUAL]
        projection = projection or fit_projection(chunk[:_FITTED_ON], dimensions=PROJECTED)
        rows = slice(at, at + len(chunk))
        at = rows.stop
        owners[rows] = chunk_owners
        if len(projected):
            short = projection.apply(chunk)
            projected[rows] = short / np.linalg.norm(short, axis=1, keepdims=True)
        if len(visual):
            visual[rows] = chunk
    products = int(owners[-1]) + 1
    catalogue.copy_products(catalogue.make_categories(), products=products)
    catalogue.copy_pictures(owners, first=1)
    assert projection is not None
    spaces = []
    if len(projected):
        recipe = f"resnet50:average:pca{PROJECTED}"
        spaces.append(_load(recipe, projected, owners, projection=projection.sha256))
        keep_projections(spaces[-1].space, {projection.sha256: projection})
    if len(visual):
        spaces.append(_load("resnet50:average", visual, owners, projection=""))
    catalogue.finish_loading([*_TABLES, "embeddings_imageembedding"])
    if indexed:
        return Shop(products, owners, [_index(space) for space in spaces])
    for space in spaces:
        calibrate(space.space)
    return Shop(products, owners, spaces)


def _load(
    recipe: str,
    vectors: npt.NDArray[np.float16],
    owners: npt.NDArray[np.int64],
    *,
    projection: str,
) -> SpaceOf:
    """Write the rows of a space; the first one is live."""
    weights = find_weights("resnet50", folders=weight_folders())
    (component,) = resolve_recipe("resnet50:average", {"resnet50": weights.sha256})
    dimensions = vectors.shape[1]
    component = replace(component, dimensions=dimensions, projection=projection)
    space = EmbeddingSpace.objects.create(
        name=f"{recipe}, {len(vectors)} pictures",
        recipe=recipe,
        components=[component.to_json()],
        dimensions=dimensions,
        state=State.READY if EmbeddingSpace.objects.live() else State.LIVE,
    )
    catalogue.copy_embeddings(vectors, owners, space=space, first=1)
    return SpaceOf(space, vectors)


def _index(of: SpaceOf) -> SpaceOf:
    with connection.cursor() as cursor:
        # What the shop's warning asks for where a graph does not fit: a million raw vectors.
        cursor.execute(
            f"ALTER DATABASE {connection.settings_dict['NAME']} SET maintenance_work_mem = '6GB'"
        )
    started = time.perf_counter()
    vector_index().build(of.space)
    seconds = time.perf_counter() - started
    vector_index().tune(of.space)
    calibrate(of.space)  # the search goes by its number of pictures
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s) / 1048576.0", [of.space.index_name])
        (size,) = cursor.fetchone()
    return replace(of, build_seconds=seconds, index_mb=float(size))


def empty_shop() -> None:
    """Make room for the next size."""
    with connection.cursor() as cursor:
        for space in EmbeddingSpace.objects.all():
            cursor.execute(f"DROP INDEX IF EXISTS {space.index_name}")
        cursor.execute("TRUNCATE catalog_category, embeddings_embeddingspace CASCADE")


def database_megabytes() -> str:
    """What PostgreSQL holds, by table with its indexes."""
    names = ["embeddings_imageembedding", *_TABLES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, pg_table_size(name::regclass) / 1048576,"
            " pg_indexes_size(name::regclass) / 1048576 FROM unnest(%s::text[]) AS t (name)",
            [names],
        )
        return "; ".join(
            f"{name} {size} MB and {indexes} MB of indexes" for name, size, indexes in cursor
        )


def read_settings() -> str:
    """The memory that PostgreSQL may use, on which much of the speed rests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('shared_buffers'), version()")
        buffers, version = cursor.fetchone()
    return f"{version.split(' on ')[0]}, shared_buffers {buffers}."
