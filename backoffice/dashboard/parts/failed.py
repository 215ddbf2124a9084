"""Work that failed, by reason, and the click that lets it be done once more."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.permissions import FETCH, may_view
from backoffice.dashboard.shop import Shop
from backoffice.embeddings.retrying import user_may_retry
from embeddings.models import ImageEmbedding
from monitoring.failures import (
    read_failed_feeds,
    read_failed_imports,
    read_failed_pictures,
    read_paused_webhooks,
)

_KINDS = ("pictures", "imports", "feeds", "webhooks")
_MODELS = ("embeddings.imageembedding", "catalog.importrun", "catalog.feed", "webhooks.endpoint")


def read(shop: Shop) -> dict[str, Any]:
    user = shop.user
    found: dict[str, Any] = {
        "may_retry": user_may_retry(user),
        "may_fetch": user.has_perm(FETCH),
        "pictures": [],
        "imports": [],
        "feeds": [],
        "webhooks": [],
    }
    if may_view(user, "embeddings.imageembedding"):
        # Workers write English; what they may write stands in embeddings.failures.
        found["pictures"] = [
            (_(each.reason) if each.reason else _("Without a reason."), each)
            for each in read_failed_pictures()
        ]
        found["list"] = reverse(
            "admin:embeddings_imageembedding_changelist",
            query={"state__exact": ImageEmbedding.State.FAILED.value},
        )
    if may_view(user, "catalog.importrun"):
        found["imports"] = read_failed_imports()
    if may_view(user, "catalog.feed"):
        found["feeds"] = read_failed_feeds()
    if may_view(user, "webhooks.endpoint"):
        found["webhooks"] = read_paused_webhooks()
    return found | {"is_empty": not any(found[kind] for kind in _KINDS)}


FAILED = Part(
    key="failed",
    title=gettext_lazy("Failed work"),
    may_see=lambda user: any(may_view(user, model) for model in _MODELS),
    read=read,
)
