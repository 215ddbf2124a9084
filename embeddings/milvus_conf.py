"""What a shop may turn about Milvus, where it is the shop's vector index.

Beside embeddings/index_conf.py and for its reason: settings are read before Django's models.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from infra.conf import Knob

INDEXES = ("HNSW", "FLAT")


def _check_address(url: str) -> None:
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as http://milvus:19530")
    if parts.username or parts.password:
        raise ValueError("must not hold a password, which VITRINE_MILVUS_TOKEN is for")


def _check_index(name: str) -> None:
    if name not in INDEXES:
        raise ValueError(f"must be one of: {', '.join(INDEXES)}")


class MilvusConf:
    MILVUS_URL = Knob(
        "",
        unit="address",
        help="Where Milvus answers: `http://milvus:19530`, `https://host/database`.",
        check=_check_address,
    )
    MILVUS_TOKEN = Knob(
        "", unit="secret", help="`user:password` or an API key for it; empty: it asks for none."
    )
    MILVUS_SEARCH_SECONDS = Knob(
        0.7,
        unit="seconds",
        help="A search that takes longer is given up: the answer is then incomplete, and says so.",
        at_least=0.1,
        at_most=0.9,
    )
    MILVUS_INDEX = Knob(
        "HNSW",
        unit="index",
        help="What new collections get: `HNSW`, or `FLAT`, which compares every vector.",
        check=_check_index,
    )
    MILVUS_M = Knob(
        16, unit="links", help="Of each vector in HNSW, as in pgvector.", at_least=4, at_most=64
    )
    MILVUS_EF_CONSTRUCTION = Knob(
        128,
        unit="candidates",
        help="Looked at when a vector finds its place in HNSW.",
        at_least=8,
        at_most=512,
    )
    MILVUS_EF_SEARCH = Knob(
        400,
        unit="candidates",
        help="Looked at by a search in HNSW; never fewer than it asks for. With 100, a filter that "
        "leaves a tenth hid one in six of the nearest.",
        at_least=10,
        at_most=16_384,
    )


conf = MilvusConf()
