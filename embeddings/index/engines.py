"""Which engine answers: VITRINE_VECTOR_INDEX says it, and it is made here and nowhere else."""

from __future__ import annotations

from importlib import import_module

from embeddings.index.base import VectorIndex
from embeddings.index_conf import ENGINES, conf
from infra.process_state import PerProcess

# The one home of what this process remembers about indexes: everything hangs on its engine.
_engine: PerProcess[VectorIndex] = PerProcess(lambda: make_engine(conf.VECTOR_INDEX))


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
