"""What workers do for engines by the clock, for a slice of time."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.utils import timezone

from embeddings.index.engines import make_store
from embeddings.index.external.asking import asking
from embeddings.index.external.following import follow
from embeddings.index.external.following.models import FollowedSpace, SearchEngine
from embeddings.index.external.following.reconcile import compare_next
from embeddings.index.external.following.step import Step, take_step
from embeddings.index.external.store import StoreAwayError, VectorStore
from embeddings.index_conf import STORES, conf

State = SearchEngine.State


def work_on_engines(*, seconds: float) -> None:
    """Follow spaces, fill them and apply changes, for so long."""
    if conf.VECTOR_INDEX in STORES:
        follow.follow_engine(conf.VECTOR_INDEX)
    until = time.monotonic() + seconds
    for engine, store in _stores():
        follow.forget_given_up(engine, store)
        if engine.state != State.RETIRED:
            follow.follow_spaces(engine)
            look_at(engine, store)
            for followed in engine.spaces.all():
                keep_in_step(followed, store, until=until)


def keep_in_step(followed: FollowedSpace, store: VectorStore, *, until: float) -> None:
    """Step by step until all is done or the time (of time.monotonic) is up."""
    while take_step(followed.pk, store) == Step.MOVED and time.monotonic() < until:
        pass


def compare_engines(*, seconds: float) -> None:
    """Compare the next pictures of each space that an engine holds, and note what differs."""
    until = time.monotonic() + seconds
    for engine, store in _stores():
        for followed in engine.spaces.exclude(filled_at=None).select_related("space"):
            try:
                while not compare_next(followed, store) and time.monotonic() < until:
                    pass
            except StoreAwayError:
                break


def look_at(engine: SearchEngine, store: VectorStore) -> None:
    """Note what is wrong with an engine, for /readyz and whoever is on call."""
    try:
        with asking():
            troubles = store.troubles()
    except StoreAwayError as error:
        troubles = [str(error)]
    _note_troubles(engine, troubles)


def _note_troubles(engine: SearchEngine, troubles: list[str]) -> None:
    SearchEngine.objects.filter(pk=engine.pk).update(
        troubles="\n".join(troubles), looked_at=timezone.now()
    )


def _stores() -> Iterator[tuple[SearchEngine, VectorStore]]:
    for engine in SearchEngine.objects.filter(name__in=STORES):
        try:
            with asking():
                store = make_store(engine.name)
        except StoreAwayError as error:  # such as a package that is not installed here
            _note_troubles(engine, [str(error)])
        else:
            yield engine, store
