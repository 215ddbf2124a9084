"""What is wrong with an engine beside PostgreSQL, in sentences for whoever is on call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from embeddings.index.external.following.figures import EngineFigures
from embeddings.index_conf import STORES

_LATE = timedelta(seconds=60)
"""Workers look every 5 seconds; what is a minute old is no news but a trouble of its own."""


def engine_problems(engine: EngineFigures) -> Iterator[str]:
    """Its own troubles, and changes that do not reach it."""
    if engine.name not in STORES:
        return  # PostgreSQL itself, which other checks ask
    now, names = timezone.now(), {"engine": engine.name}
    for trouble in engine.troubles:
        yield f"{engine.name}: {trouble}"
    if engine.looked_at is None or now - engine.looked_at > _LATE:
        yield _("no worker has looked at %(engine)s for a minute") % names
    for space in engine.spaces:
        if space.waiting_since and now - space.waiting_since > _LATE:
            told = _(
                "%(waiting)d changes of %(space)s wait for %(engine)s, the oldest for %(lag)d s"
            )
            lag = (now - space.waiting_since).total_seconds()
            yield told % {**names, "waiting": space.waiting, "space": space.name, "lag": lag}
