"""Which engine answers: switched by a row, which every process takes up within seconds."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from embeddings.index.engines import answering_engine, make_engine, make_store
from embeddings.index.external.following.follow import follow_engine, follow_spaces, forget_given_up
from embeddings.index.external.following.models import FollowedSpace, SearchEngine
from embeddings.index_conf import ENGINES, STORES
from embeddings.models import EmbeddingSpace
from infra.locks.advisory import lock_until_commit

State = SearchEngine.State


class EngineRefusedError(Exception):
    """What was asked cannot be done with this engine; the message says why."""


def check_known(name: str) -> None:
    """Raises EngineRefusedError for a name that no engine has."""
    if name not in ENGINES | STORES:
        raise EngineRefusedError(
            f"There is no engine {name!r}; there are: {', '.join(sorted(ENGINES | STORES))}."
        )


def check_beside(name: str) -> None:
    """Raises EngineRefusedError for what is no engine beside PostgreSQL."""
    check_known(name)
    if name not in STORES:
        raise EngineRefusedError(f"{name} reads PostgreSQL itself: there is nothing to fill.")


def follow(name: str) -> SearchEngine:
    """Let workers fill an engine and keep it in step; raises EngineRefusedError."""
    check_beside(name)
    engine = follow_engine(name)
    follow_spaces(engine)
    return engine


def activate(name: str) -> None:
    """Let the engine answer from now on; the one before is kept in step, for the way back.

    Raises EngineRefusedError where it does not hold all of the live space.
    """
    with transaction.atomic():
        lock_until_commit("engine that answers")
        check_filled(name)
        SearchEngine.objects.filter(state=State.LIVE).update(state=State.FOLLOWED)
        SearchEngine.objects.update_or_create(
            name=name, defaults={"state": State.LIVE, "activated_at": timezone.now()}
        )
        # What was measured is of the other engine; a worker measures anew.
        EmbeddingSpace.objects.update(recall=None, recall_measured_at=None)


def check_filled(name: str) -> None:
    """Raises EngineRefusedError for an engine that does not hold all of the live space.

    What it lacks is found by PostgreSQL, so that it would seem to answer as well.
    """
    check_known(name)
    live = EmbeddingSpace.objects.live()
    if name not in STORES or live is None:
        return
    followed = FollowedSpace.objects.exclude(engine__state=State.RETIRED)
    if not followed.filter(engine__name=name, space=live, filled_at__lte=timezone.now()).exists():
        raise EngineRefusedError(
            f"{name} does not hold all of {live} yet: manage.py vector_index fill {name}"
        )


def retire(name: str, *, lost: bool = False) -> bool:
    """Follow the engine no more and give back what it holds; False where that has to wait.

    Workers then do it, as soon as the engine answers. lost: it does not come back, and is forgotten
    with what it may still hold. Raises EngineRefusedError for the one that answers shoppers.
    """
    check_known(name)
    if name == answering_engine():
        raise EngineRefusedError(f"{name} answers; activate another one first.")
    engine = SearchEngine.objects.filter(name=name).first()
    if name in ENGINES:
        index = make_engine(name)
        for space in EmbeddingSpace.objects.active():
            index.drop(space)
        SearchEngine.objects.filter(name=name).delete()
        return True
    if engine is None:
        raise EngineRefusedError(f"{name} is not followed.")
    if lost:
        engine.delete()
        return True
    engine.state = State.RETIRED
    engine.save(update_fields=["state"])
    forget_given_up(engine, make_store(name))
    return not SearchEngine.objects.filter(name=name).exists()
