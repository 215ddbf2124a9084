"""Engines from the console: what there is, how full, how alike."""

from __future__ import annotations

import time
from collections.abc import Iterator

from embeddings.index.engines import answering_engine, make_engine, make_store
from embeddings.index.external import switching
from embeddings.index.external.asking import asking
from embeddings.index.external.following import follow
from embeddings.index.external.following.figures import EngineFigures, read_engines
from embeddings.index.external.following.models import FollowedSpace
from embeddings.index.external.following.reconcile import compare_next
from embeddings.index.external.following.step import Step, take_step
from embeddings.index.external.overlap import DEPTH, measure_overlap
from embeddings.index.external.store import StoreAwayError, VectorStore
from embeddings.index_conf import ENGINES, STORES
from embeddings.models import EmbeddingSpace

_TELL_SECONDS = 5.0
_AGAIN_SECONDS = 0.5


def describe() -> Iterator[str]:
    """A line for each engine, and one for each of its spaces and troubles."""
    known = {engine.name: engine for engine in read_engines()}
    answering = answering_engine()
    for name in (*ENGINES, *STORES):
        engine = known.get(name)
        state = "answers" if name == answering else engine.state if engine else "not followed"
        yield f"{name}: {state}"
        if engine:
            yield from _details(engine)


def _details(engine: EngineFigures) -> Iterator[str]:
    for space in engine.spaces:
        full = "full" if space.is_full else "being filled"
        found = ", ".join(f"{count} {kind}" for kind, count in space.found.items())
        told = f"; compared: {found}" if found else ""
        yield f"    {space.name}: {full}, {space.waiting} changes wait{told}"
    for trouble in engine.troubles:
        yield f"    trouble: {trouble}"


def fill(name: str, *, anew: bool) -> Iterator[str]:
    """Follow the engine and fill every active space here, with progress; workers may do as well.

    Raises EngineRefusedError, and StoreAwayError where it does not answer: run it again then.
    """
    switching.check_beside(name)
    with asking():
        store = make_store(name)
        if troubles := store.troubles():
            raise StoreAwayError("; ".join(troubles))  # before workers try it again and again
    engine = switching.follow(name)
    for followed in engine.spaces.select_related("space"):
        if anew:
            follow.empty(followed)
        yield from _fill(followed, store)


def _fill(followed: FollowedSpace, store: VectorStore) -> Iterator[str]:
    told = time.monotonic()
    while (step := take_step(followed.pk, store)) != Step.DONE:
        if step == Step.AWAY:
            with asking():
                troubles = store.troubles()
            raise StoreAwayError("; ".join(troubles) or f"{followed.engine} does not answer.")
        if step == Step.BUSY:
            time.sleep(_AGAIN_SECONDS)
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            followed.refresh_from_db()
            yield f"{followed.space}: {follow.share_filled(followed) or 0:.0f} %"
    count = followed.space.embeddings.ready().count()
    yield f"{followed.space}: full, {count} pictures"


def compare(name: str) -> Iterator[str]:
    """Compare every picture of every space, mend what differs, and say what was found."""
    switching.check_beside(name)
    with asking():
        store = make_store(name)
    spaces = FollowedSpace.objects.filter(engine__name=name).exclude(filled_at=None)
    if not spaces.update(compared_to=0, found={}):
        raise switching.EngineRefusedError(f"{name} holds no space that could be compared.")
    for followed in spaces.select_related("space"):
        while not compare_next(followed, store):
            pass
        yield f"{followed.space}: " + ", ".join(
            f"{count} {kind}" for kind, count in followed.found_before.items()
        )
        yield from _fill(followed, store)


def overlap(name: str, *, queries: int) -> str:
    """How alike the engine answers to the one that answers now; a sentence.

    Raises EngineRefusedError where it does not hold all of the live space.
    """
    switching.check_filled(name)
    now, live = answering_engine(), EmbeddingSpace.objects.live()
    if live is None:
        return "No space is live, so there is nothing to compare."
    found = measure_overlap(make_engine(now), make_engine(name), live, queries=queries)
    if found is None:
        return f"Neither {now} nor {name} finds anything in {live}."
    told = (
        f"overlap@{DEPTH} of {name} with {now} on {live}: {found.share:.3f} over {found.queries} "
        f"pictures; {found.median_ms[1]:.1f} ms against {found.median_ms[0]:.1f} ms"
    )
    if any(found.incomplete):
        told += f"; incomplete: {found.incomplete[1]} against {found.incomplete[0]}"
    return f"{told}."
