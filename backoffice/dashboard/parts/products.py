"""Products that something is missing of, each number leading to its list."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.permissions import may_view
from backoffice.dashboard.shop import Shop
from backoffice.embeddings.product_filter import NO_PICTURE
from monitoring.figures.catalogue import read_catalogue
from monitoring.figures.counted import Count

_FIRST_STEPS = (
    ("catalog.add_importrun", "admin:catalog_importrun_add", gettext_lazy("Import a catalogue")),
    ("catalog.add_product", "admin:catalog_product_add", gettext_lazy("Add a product")),
    ("catalog.add_category", "admin:catalog_category_add", gettext_lazy("Add a category")),
)


def read(shop: Shop) -> dict[str, Any]:
    figures = read_catalogue()
    if figures.is_empty:
        return {"steps": first_steps(shop.user)}
    products = reverse("admin:catalog_product_changelist")
    rows = [
        (ngettext("product", "products", _number(figures.products)), figures.products, products),
        (_("without pictures"), figures.without_pictures, f"{products}?embedding={NO_PICTURE}"),
        (_("unpublished"), figures.unpublished, f"{products}?is_published__exact=0"),
    ]
    if may_view(shop.user, "catalog.category"):
        categories = reverse("admin:catalog_category_changelist")
        empty = figures.empty_categories
        words = ngettext("category without products", "categories without products", empty.number)
        rows.append((words, empty, categories))
    return {"rows": rows}


def _number(count: Count | None) -> int:
    return count.number if count else 0


def first_steps(user: Any) -> list[tuple[str, str]]:
    """(address, words) of what somebody with an empty shop does first."""
    allowed = (step for step in _FIRST_STEPS if user.has_perm(step[0]))
    return [(reverse(name), str(words)) for right, name, words in allowed]


PRODUCTS = Part(
    key="products",
    title=gettext_lazy("Products"),
    may_see=lambda user: may_view(user, "catalog.product"),
    read=read,
)
