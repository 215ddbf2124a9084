"""Which engine answers: a row of the database says it, and otherwise VITRINE_VECTOR_INDEX.

Engines are made here and nowhere else.
"""

from __future__ import annotations

import logging
import time
from importlib import import_module
from typing import Any

from embeddings.index.base import VectorIndex
from embeddings.index.external.store import VectorStore
from embeddings.index_conf import ENGINES, STORES, conf
from infra.prepared import fetch_prepared
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

ANSWERING = "(SELECT name FROM embeddings_searchengine WHERE state = 'live')"
"""For statements that are sent anyway; what they read is told to `note_answering`."""
_REMEMBERED_SECONDS = 2.0


class Engines:
    """The engines that this process has made, and which of them answers."""

    def __init__(self) -> None:
        self._made: dict[str, VectorIndex] = {}
        self._stores: dict[str, VectorStore] = {}
        self._name, self._noted_at = "", float("-inf")
        self.chosen: VectorIndex | None = None
        """What answers whatever the database says."""

    def note(self, name: str | None) -> None:
        """The database has said which engine is live; None: none is."""
        self._name, self._noted_at = name or conf.VECTOR_INDEX, time.monotonic()

    def name(self) -> str:
        """Of the engine that answers, as of the last seconds."""
        if time.monotonic() - self._noted_at > _REMEMBERED_SECONDS:
            ((name,),) = fetch_prepared(f"SELECT {ANSWERING}", ())
            self.note(name)
        return self._name

    def answering(self) -> VectorIndex:
        """The engine that answers; PostgreSQL's own where it cannot be made in this process."""
        if self.chosen is not None:
            return self.chosen
        name = self.name()
        if name not in self._made:
            try:
                self._made[name] = make_engine(name)
            except Exception:
                logger.exception("%s cannot be made here; PostgreSQL answers instead", name)
                self._made[name] = make_engine("pgvector")
        return self._made[name]

    def store(self, name: str) -> VectorStore:
        """The store of an engine, made once; raises what making it raises."""
        if name not in self._stores:
            self._stores[name] = _make_store(name)
        return self._stores[name]


# The one home of what this process remembers about indexes: everything hangs on its engines.
_engines: PerProcess[Engines] = PerProcess(Engines)


def vector_index() -> VectorIndex:
    """The engine that this shop searches with."""
    return _engines.get().answering()


def answering_engine() -> str:
    """Its name."""
    return _engines.get().name()


def note_answering(name: str | None) -> None:
    """Take up at once what a statement of `ANSWERING` has read."""
    _engines.get().note(name)


def make_engine(name: str) -> VectorIndex:
    """A new engine by its name, which has nothing to remember yet; raises KeyError."""
    if name in STORES:
        from embeddings.index.external.engine import ExternalIndex

        return ExternalIndex(make_store(name), name=name)
    index: VectorIndex = _make(ENGINES[name])
    return index


def make_store(name: str) -> VectorStore:
    """What an engine beside PostgreSQL keeps, one for each process; raises KeyError."""
    return _engines.get().store(name)


def use_engine(engine: VectorIndex) -> None:
    """Let this process search with another engine, until `reset_index_state`."""
    _engines.reset()
    _engines.get().chosen = engine


def reset_index_state() -> None:
    """Forget what this process knows of indexes and filters, and begin with the shop's engine."""
    _engines.reset()


def _make_store(name: str) -> VectorStore:
    store: VectorStore = _make(STORES[name])
    return store


def _make(path: str) -> Any:
    module, _, attribute = path.rpartition(".")
    return getattr(import_module(module), attribute)()
