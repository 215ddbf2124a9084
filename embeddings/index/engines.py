"""Which engine answers: chosen here and nowhere else."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from embeddings.index.base import VectorIndex
from infra.process_state import PerProcess

ENGINES: Final = {
    "pgvector": "embeddings.index.pgvector.engine.PgvectorIndex",
    "numpy": "embeddings.index.numpy.engine.NumpyIndex",
}
ENGINE: Final = "pgvector"

# The one home of what this process remembers about indexes: everything hangs on its engine.
_engine: PerProcess[VectorIndex] = PerProcess(lambda: make_engine(ENGINE))


def vector_index() -> VectorIndex:
    """The engine that this shop searches with."""
    return _engine.get()


def make_engine(name: str) -> VectorIndex:
    """A new engine by its name in ENGINES, which has nothing to remember yet; raises KeyError."""
    module, _, attribute = ENGINES[name].rpartition(".")
    engine: VectorIndex = getattr(import_module(module), attribute)()
    return engine


def use_engine(engine: VectorIndex) -> None:
    """Let this process search with another engine, until `reset_index_state`."""
    _engine.use(engine)


def reset_index_state() -> None:
    """Forget what this process knows of indexes and filters, and begin with the shop's engine."""
    _engine.reset()
