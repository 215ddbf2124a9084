"""Servers that are away: nobody listens, or somebody listens who never answers."""

from __future__ import annotations

import copy
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from embeddings.index import vector_index
from embeddings.models import EmbeddingSpace


@pytest.fixture
def dead_folder(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Make a folder of sockets: with names, each of them listens and never answers."""
    listening: list[socket.socket] = []

    def make(*names: str) -> Path:
        for name in names:
            listening.append(socket.socket(socket.AF_UNIX))
            listening[-1].bind(str(tmp_path / name))
            listening[-1].listen()
        return tmp_path

    yield make
    for each in listening:
        each.close()


@pytest.fixture
def indexed_space(transactional_db, plain_space) -> Iterator[EmbeddingSpace]:
    """A live space that has its index already."""
    vector_index().build(plain_space)
    yield plain_space
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {plain_space.index_name}")


@pytest.fixture
def database_at(django_db_blocker) -> Iterator[Callable[..., None]]:
    """Make this thread's database connection one to another server: database_at(HOST="...")."""
    kept = connections["default"]

    def point(**values: object) -> None:
        wrapper = kept.__class__(copy.deepcopy(kept.settings_dict), "default")
        wrapper.settings_dict |= values
        connections["default"] = wrapper

    with django_db_blocker.unblock():
        yield point
        connections["default"].close()
    connections["default"] = kept
