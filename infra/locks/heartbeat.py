"""A sign of life, given by a thread of its own for as long as something takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


@contextmanager
def beating(beat: Callable[[], object], *, every: float) -> Iterator[None]:
    """Call `beat` every so many seconds meanwhile; a database that is away is asked again."""
    done = Event()
    thread = Thread(target=_beat, args=(beat, done, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(beat: Callable[[], object], done: Event, every: float) -> None:
    try:
        while not done.wait(every):
            try:
                beat()
            except DatabaseError as error:
                logger.warning("no sign of life could be given: %s", error)
                connection.close()
    finally:
        connection.close()  # a thread has one of its own
