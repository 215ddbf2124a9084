"""What stands under which heading on the admin's first page and in its side bar.

To add a list of your own: one line with its `app.model` in the group of GROUPS that it belongs to.
To add a page that is no list: a `Page` with its words, the name of its address, and the right that
it asks for. Nobody sees what they may not open; what stands in no group comes last, under "Other".
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the admin that is not the list of a model."""

    words: Promise
    address: str
    """Name of the address: `admin:...`."""
    permission: str
    """Such as `catalog.view_product`."""

    @property
    def key(self) -> str:
        """For the ids of its row."""
        return self.address.replace(":", "-")


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading, and what stands under it in the order of the work."""

    key: str
    words: Promise
    members: tuple[str | Page, ...]
    """Models as `app.model`, in lower case, and pages."""


GROUPS = (
    Group(
        key="catalogue",
        words=_("Catalogue"),
        members=(
            "catalog.product",
            "catalog.category",
            "catalog.bulkedit",
            "hygiene.finding",
        ),
    ),
    Group(
        key="import",
        words=_("Import"),
        members=(
            "catalog.importrun",
            "catalog.feed",
        ),
    ),
    Group(
        key="similarity",
        words=_("Similarity"),
        members=(
            "embeddings.imageembedding",
            "embeddings.embeddingspace",
            Page(
                words=_("similarity lab"),
                address="admin:evaluation_judgement_lab",
                permission="evaluation.view_judgement",
            ),
            "evaluation.judgement",
            "evaluation.blindtest",
            "evaluation.spacejob",
        ),
    ),
    Group(
        key="merchandising",
        words=_("Merchandising"),
        members=(
            "recommendations.rule",
            "recommendations.look",
            "catalog.synonym",
            "catalog.translatedword",
            Page(
                words=_("Searches without results"),
                address="dashboard:searches",
                permission="monitoring.view_unansweredsearch",
            ),
        ),
    ),
    Group(
        key="system",
        words=_("System"),
        members=(
            "auth.user",
            "auth.group",
            "webhooks.endpoint",
            "webhooks.message",
            "keys.apikey",
        ),
    ),
)

OTHER = Group(key="other", words=_("Other"), members=())
