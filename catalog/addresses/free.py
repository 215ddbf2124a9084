"""Slugs for things that are named alike: numbered, and never one that was another's."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from django.db.models import Model

from catalog.addresses.models import OldAddress

_AT_ONCE = 20


def free_slug(model: type[Model], wanted: str, *, own: int | None = None) -> str:
    """The wanted slug, or the first of wanted-2, wanted-3 … that is free.

    model: Product or Category. own: the id of the thing that is to have it; what that one has or
    had is free to it. An old address of another leads there, and is not free either.
    """
    field: Any = model._meta.get_field("slug")
    longest: int = field.max_length
    stem = wanted[: longest - 5].rstrip("-")  # leaves room for a number
    rows = model._base_manager.exclude(pk=own) if own else model._base_manager.all()

    def free(among: list[str]) -> list[str]:
        taken = {
            *rows.filter(slug__in=among).values_list("slug", flat=True),
            *old_slugs(model, among, own=own),
        }
        return [each for each in among if each not in taken]

    # Some at a time: nobody knows how many things of a large shop are named alike.
    numbered = (
        [f"{stem}-{n}" for n in range(start, start + _AT_ONCE)] for start in count(2, _AT_ONCE)
    )
    return next(each for slugs in chain([[wanted]], numbered) for each in free(slugs))


def old_slugs(
    model: type[Model],
    among: Iterable[str] | None = None,
    *,
    starting: str = "",
    own: int | None = None,
) -> set[str]:
    """Old addresses of products or categories; own: the id of one whose do not count."""
    kind = model._meta.model_name
    old = OldAddress.objects.filter(**{f"{kind}__isnull": False}, slug__startswith=starting)
    if among is not None:
        old = old.filter(slug__in=set(among))
    if own is not None:
        old = old.exclude(**{kind or "": own})
    return set(old.values_list("slug", flat=True))
