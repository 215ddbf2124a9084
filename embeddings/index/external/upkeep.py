"""The index of a space, where that is its room in an engine: filled, looked at, given back."""

from __future__ import annotations

import time

from django.db.models import QuerySet
from django.db.models.functions import Now

from embeddings.index.base import BuildProgress, IndexReport, IndexStatus
from embeddings.index.external.following import follow
from embeddings.index.external.following.models import FollowedSpace, SearchEngine
from embeddings.index.external.following.step import Step, take_step
from embeddings.index.external.store import VectorStore
from embeddings.models import EmbeddingSpace

_AGAIN_SECONDS = 0.05
_BUSY_SECONDS = 20.0
"""So long somebody who fills a space waits for writers that began before it, or other fillers."""


def follow_active_spaces(name: str) -> None:
    """Follow the engine and every active space in it."""
    follow.follow_spaces(follow.follow_engine(name))


def fill(name: str, store: VectorStore, space: EmbeddingSpace, *, anew: bool) -> bool:
    """Fill the space here and now; was there anything to do, and was it done?"""
    followed = follow.follow_space(follow.follow_engine(name), space)
    if followed.filled_at is not None and not anew:
        return False
    if anew:
        follow.empty(followed)
    until = time.monotonic() + _BUSY_SECONDS
    while time.monotonic() < until:
        step = take_step(followed.pk, store)
        if step == Step.DONE:
            return True
        if step == Step.MOVED:
            until = time.monotonic() + _BUSY_SECONDS
        elif step == Step.AWAY:
            return False
        else:
            time.sleep(_AGAIN_SECONDS)
    return False


def forget(name: str, store: VectorStore, space: EmbeddingSpace) -> None:
    """Follow the space no more; its room goes when the engine answers (following/working.py)."""
    engine = SearchEngine.objects.filter(name=name).first()
    if engine is not None:
        follow.forget_space(engine, store, space)


def read_status(name: str, space: EmbeddingSpace) -> IndexStatus:
    """Valid once searches see all that it was filled with, invalid until then."""
    followed = _followed(name, space)
    if not followed.exists():
        return IndexStatus.MISSING
    full = followed.filter(filled_at__lte=Now()).exists()
    return IndexStatus.VALID if full else IndexStatus.INVALID


def report(name: str, space: EmbeddingSpace, *, recall_floor: float) -> IndexReport:
    """How full it is, in a few small statements."""
    status, progress = read_status(name, space), None
    if status == IndexStatus.INVALID and (followed := _followed(name, space).first()):
        progress = BuildProgress("being filled", follow.share_filled(followed))
    return IndexReport(
        status=status,
        wanted=status != IndexStatus.MISSING or space.embeddings.ready().exists(),
        progress=progress,
        recall=space.recall,
        recall_floor=recall_floor,
    )


def _followed(name: str, space: EmbeddingSpace) -> QuerySet[FollowedSpace]:
    rows = FollowedSpace.objects.filter(engine__name=name, space=space)
    return rows.exclude(engine__state=SearchEngine.State.RETIRED)
