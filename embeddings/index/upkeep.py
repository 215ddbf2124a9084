"""What workers do by the clock for all that is kept beside the vectors themselves."""

from __future__ import annotations

from embeddings.index.external.following import working
from embeddings.index.pgvector.categories.apply import apply_changes
from embeddings.index.pgvector.tuning import tuning_of_shop


def keep_in_step(*, seconds: float) -> None:
    """Bring engines beside PostgreSQL and indexes of categories into step, each for half of it.

    Whichever engine answers: what another one has left must not fall behind without end.
    """
    apply_changes(seconds=seconds / 2, tuning=tuning_of_shop())
    working.work_on_engines(seconds=seconds / 2)
