"""What an empty list says: what would stand there, and the way to the first of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Way:
    """A link for those who have the permission."""

    words: Promise
    address: str
    permission: str


@dataclass(frozen=True)
class EmptyState:
    words: Promise
    ways: Sequence[Way] = ()


_IMPORT = Way(_("Import a file"), "admin:catalog_importrun_add", "catalog.add_importrun")
_PRODUCT = Way(_("Add a product"), "admin:catalog_product_add", "catalog.add_product")
_TO_PRODUCTS = Way(
    _("Go to the products"), "admin:catalog_product_changelist", "catalog.view_product"
)

STATES = {
    "catalog.product": EmptyState(
        _("The shop has no products yet. A file of them is the quickest way."), (_IMPORT, _PRODUCT)
    ),
    "catalog.category": EmptyState(
        _("There are no categories yet. An import makes those that its file names."),
        (_IMPORT, Way(_("Add a category"), "admin:catalog_category_add", "catalog.add_category")),
    ),
    "catalog.feed": EmptyState(
        _("A feed is fetched and imported by itself, every night."),
        (Way(_("Add a feed"), "admin:catalog_feed_add", "catalog.add_feed"),),
    ),
    "webhooks.endpoint": EmptyState(
        _("A webhook tells another program at once what has changed in the shop."),
        (Way(_("Add a webhook"), "admin:webhooks_endpoint_add", "webhooks.add_endpoint"),),
    ),
    "webhooks.message": EmptyState(_("Nothing has been sent to webhooks yet.")),
    "catalog.bulkedit": EmptyState(
        _("Select products in their list, and choose “Change the selected products”."),
        (_TO_PRODUCTS,),
    ),
    "embeddings.imageembedding": EmptyState(
        _("Pictures of products wait here for their embedding, and stay here with it."),
        (_TO_PRODUCTS, _IMPORT),
    ),
    "keys.apikey": EmptyState(
        _("A key lets a machine send products, stock and prices, or ask more often than others."),
        (Way(_("Add a key"), "admin:keys_apikey_add", "keys.add_apikey"),),
    ),
    "recommendations.rule": EmptyState(
        _("Without rules, pictures alone decide what is shown beside a product."),
        (Way(_("Add a rule"), "admin:recommendations_rule_add", "recommendations.add_rule"),),
    ),
}


def empty_state_of(model: str, user: Any) -> EmptyState | None:
    """With the ways that this user may go; None for lists that explain themselves."""
    found = STATES.get(model)
    if found is None:
        return None
    return EmptyState(found.words, [way for way in found.ways if user.has_perm(way.permission)])
