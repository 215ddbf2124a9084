"""The collection of a space: its name, its fields, its index."""

from __future__ import annotations

from typing import Any

from embeddings.index.milvus.driver import pymilvus
from embeddings.index.milvus.rows import MAX_ARRAY
from embeddings.milvus_conf import conf
from embeddings.spaces.snapshot import SearchedSpace

PREFIX = "vitrine_space_"


def collection_of(space: SearchedSpace) -> str:
    """Its name; shops that share a server each have a database of their own there."""
    return f"{PREFIX}{space.pk}_{space.dimensions}"


def make_collection(client: Any, space: SearchedSpace, *, seconds: float) -> None:
    """Make it and its index, and have it loaded; what an earlier try has left undone is done."""
    name = collection_of(space)
    if not client.has_collection(name, timeout=seconds):
        # Its own consistency is for whoever names none: the reconciler, who must not be behind.
        schema = _schema(space.dimensions)
        client.create_collection(name, schema=schema, consistency_level="Strong", timeout=seconds)
    if not client.list_indexes(name, timeout=seconds):
        client.create_index(name, _index(client), timeout=seconds, sync=False)
    if not is_loaded(client, name, seconds=seconds):
        client.load_collection(name, timeout=seconds)


def is_loaded(client: Any, name: str, *, seconds: float) -> bool:
    """Whether it can be searched: its vectors are in the memory of the nodes that answer."""
    return bool(client.get_load_state(name, timeout=seconds)["state"].name == "Loaded")


def not_loaded(client: Any, *, seconds: float) -> list[str]:
    """A sentence for each of our collections that cannot be searched at this moment."""
    ours = [name for name in client.list_collections(timeout=seconds) if name.startswith(PREFIX)]
    return [
        f"Milvus has not loaded {name} yet."
        for name in ours
        if not is_loaded(client, name, seconds=seconds)
    ]


def _schema(dimensions: int) -> Any:
    types = pymilvus().DataType
    schema = pymilvus().MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=dimensions)
    for name in ("fingerprint", "product_id", "category", "brand_key", "price", "stock"):
        schema.add_field(name, types.INT64)
    schema.add_field("published", types.BOOL)
    for name in ("category_path", "attribute_keys"):
        schema.add_field(name, types.ARRAY, element_type=types.INT64, max_capacity=MAX_ARRAY)
    return schema


def _index(client: Any) -> Any:
    params = {"M": conf.MILVUS_M, "efConstruction": conf.MILVUS_EF_CONSTRUCTION}
    if conf.MILVUS_INDEX == "FLAT":
        params = {}
    index = client.prepare_index_params()
    index.add_index("vector", index_type=conf.MILVUS_INDEX, metric_type="COSINE", params=params)
    return index
