"""The client for Milvus is optional, and minds its own business."""

from __future__ import annotations

import sys

import pytest

from embeddings.index.external.store import StoreAwayError
from embeddings.index.milvus import driver


def test_without_the_client_it_is_said_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    driver.pymilvus.cache_clear()
    with pytest.raises(StoreAwayError, match=r"pip install -r requirements-milvus\.txt"):
        driver.pymilvus()
