"""What the admin says about embeddings on every page."""

from __future__ import annotations

import logging
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis import RedisError

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker.state import read_worker_state

State = ImageEmbedding.State

register = template.Library()
logger = logging.getLogger(__name__)

# Counting further would cost more than it tells.
_MAX_COUNTED = 1_000


@register.simple_tag
def embedding_notices(user: Any) -> list[str | SafeString]:
    """What staff should know about the comparing of pictures; empty when all is well.

    Two queries, both answered by small indexes, and one look into the cache.
    """
    if not getattr(user, "is_staff", False):
        return []
    return notices_about(EmbeddingSpace.objects.live(), user)


def notices_about(space: EmbeddingSpace | None, user: Any) -> list[str | SafeString]:
    """The same for staff, where the live space is known."""
    if space is None:
        return [_("Pictures are not compared yet: no embedding space is live.")]
    notices: list[str | SafeString] = [space.note] if space.note else []
    notices += _about_workers()
    if user.has_perm("embeddings.view_imageembedding"):
        notices += _about_failed(space)
    return notices


def _about_failed(space: EmbeddingSpace) -> list[SafeString]:
    failed = ImageEmbedding.objects.in_space(space).failed()[:_MAX_COUNTED].count()
    if not failed:
        return []
    address = reverse(
        "admin:embeddings_imageembedding_changelist",
        query={"state__exact": State.FAILED.value, "space__id__exact": space.pk},
    )
    if failed == _MAX_COUNTED:
        told = _("%(count)d or more pictures could not be compared.")
    else:
        told = ngettext(
            "%(count)d picture could not be compared.",
            "%(count)d pictures could not be compared.",
            failed,
        )
    told %= {"count": failed}
    return [format_html("{} <a href='{}'>{}</a>", told, address, _("See why"))]


def _about_workers() -> list[str]:
    """What workers say, or that there is none; with the cache away nobody knows."""
    try:
        state = read_worker_state()
    except RedisError as error:
        logger.warning("cache away: %s", error)
        return []
    if state.problem:
        return [state.problem]
    if not state.alive["embeddings"]:
        return [_("No worker is running: new pictures wait until one is started.")]
    return []
