"""The boxes to tick of one facet."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from shop.lists.facets import FacetOption
from shop.markup.texts import escape, markup


def options_markup(
    options: Iterable[FacetOption], *, name: str, number: int, first: int
) -> SafeString:
    """List items, each a box with its label and count.

    name: of the parameter. number: of the facet on its page. first: number of the first box; the
    two make ids of the page's own.
    """
    return markup(
        "".join(
            _option(option, name=escape(name), key=f"f-{number}-{place}")
            for place, option in enumerate(options, start=first)
        )
    )


def _option(option: FacetOption, *, name: str, key: str) -> str:
    checked = " checked" if option.is_chosen else ""
    count = "" if option.count is None else f' <span class="facet-count">{option.count}</span>'
    return (
        f'<li><label class="facet-option" for="{key}"><input type="checkbox" id="{key}"'
        f' name="{name}" value="{escape(option.value)}" form="list-form"{checked}>'
        f' <span dir="auto">{escape(option.label)}</span>{count}</label></li>'
    )
