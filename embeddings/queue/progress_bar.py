"""Watching the workers from the console."""

from __future__ import annotations

import time
from collections.abc import Callable

from tqdm import tqdm

from embeddings.querysets import ImageEmbeddingQuerySet

_LOOK_SECONDS = 0.5


def show_progress(rows: ImageEmbeddingQuerySet, *, until: Callable[[], bool]) -> None:
    """Show how many of these embeddings are done, on a bar, until the end has come.

    Interrupting it interrupts the watching alone.
    """
    total = rows.pending().count()
    with tqdm(total=total, unit="picture") as bar:
        while not until():
            time.sleep(_LOOK_SECONDS)
            waiting = rows.pending().count()
            bar.total = max(total, waiting)
            bar.n = bar.total - waiting
            bar.refresh()
