"""What is chosen of the products that look like a photo, read as lists read it."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict

from catalog.categories.tree import CategoryTree
from shop.forms.photo_filter import SIDES, PhotoFilterForm
from shop.lists.choice import ListChoice, read_choice

# How a photo is looked at stays whatever is chosen. `sold_out` does too, for a photo finds what is
# in stock unless asked otherwise, where a list finds all.
_BESIDE = ("words", "look", "but", "nearest", "sold_out", *SIDES)


def read_photo_choice(given: QueryDict, form: PhotoFilterForm, *, tree: CategoryTree) -> ListChoice:
    """What the address says is chosen; prices are the form's, which tells what is wrong there."""
    return replace(
        read_choice(given, tree=tree),
        price_min=form.cleaned_data.get("price_min"),
        price_max=form.cleaned_data.get("price_max"),
        in_stock=False,
        ordering=None,
        beside=tuple((name, str(given[name])) for name in _BESIDE if given.get(name)),
    )
