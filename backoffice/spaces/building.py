"""How far a space is that is being built, and how long that still takes."""

from __future__ import annotations

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from backoffice.imports.run.time_left import time_left
from backoffice.spaces.permissions import demand
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.counts import read_space_counts


def show_building(request: HttpRequest, space: EmbeddingSpace) -> HttpResponse:
    """As JSON: state, is_working, share and words for people."""
    demand(request, "view")
    return JsonResponse(look(space))


def look(space: EmbeddingSpace) -> dict[str, Any]:
    """What the page says of the pictures in it; by the pace since it was begun."""
    is_building = space.state == EmbeddingSpace.State.BUILDING
    found: dict[str, Any] = {
        "state": space.state,
        "label": space.get_state_display(),
        "is_working": is_building,
        "share": None,
        "words": "",
    }
    if not is_building:
        return found
    counts = next((each for each in read_space_counts() if each.space.pk == space.pk), None)
    if counts is None:
        return found
    done = counts.ready + counts.failed + counts.ignored
    total = done + counts.pending
    numbers = {"done": intcomma(done), "total": intcomma(total)}
    words = _("%(done)s of %(total)s pictures") % numbers
    if counts.pending and done:
        seconds = (timezone.now() - space.created_at).total_seconds()
        words = f"{words}, {time_left(seconds / done * counts.pending)}"
    elif not counts.pending:
        words = _("%(words)s; it is ready in half a minute at most") % {"words": words}
    return {**found, "share": done / total if total else None, "words": words}
