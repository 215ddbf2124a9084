"""Which engine answers: chosen here and nowhere else."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from embeddings.index.base import VectorIndex

ENGINES: Final = {
    "pgvector": "embeddings.index.pgvector.engine.PgvectorIndex",
    "numpy": "embeddings.index.numpy.engine.NumpyIndex",
}
ENGINE: Final = "pgvector"

# The one home of what this process remembers about indexes: everything hangs on its engine.
_engine: VectorIndex | None = None


def vector_index() -> VectorIndex:
    """The engine that this shop searches with."""
    global _engine
    # Two threads may make one each: nothing is lost but what the first of them remembers.
    if _engine is None:
        _engine = make_engine(ENGINE)
    return _engine


def make_engine(name: str) -> VectorIndex:
    """A new engine by its name in ENGINES, which has nothing to remember yet; raises KeyError."""
    module, _, attribute = ENGINES[name].rpartition(".")
    engine: VectorIndex = getattr(import_module(module), attribute)()
    return engine


def use_engine(engine: VectorIndex) -> None:
    """Let this process search with another engine, until `reset_index_state`."""
    global _engine
    _engine = engine


def reset_index_state() -> None:
    """Forget what this process knows of indexes and filters, and begin with the shop's engine."""
    global _engine
    _engine = None
