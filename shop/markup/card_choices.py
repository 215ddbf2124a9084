"""What a card offers beside its product: more or less like it, why it is there, or to remove it."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext

from shop.addresses.pages import product_address
from shop.markup.texts import escape
from shop.products.refining import Refining


class RefiningLinks:
    """On the page of a product: links that lead to more or to less like one of its look-alikes.

    Words are looked up once for all of them.
    """

    def __init__(self, *, of: str, path: str, refining: Refining) -> None:
        """of: the slug of the product. path: of its page, as it was asked for."""
        self._path, self._refining = path, refining
        self._why_beginning = f"{product_address(of)}why/"
        self._more, self._less, self._why = gettext("More"), gettext("Less"), gettext("Why?")
        self._more_title, self._less_title = gettext("More like this"), gettext("Less like this")
        self._more_label, self._less_label = (
            gettext("More like %(name)s"),
            gettext("Less like %(name)s"),
        )
        self._why_label = gettext("Why? %(name)s")

    def draw(self, *, slug: str, name: str) -> str:
        """Those of one look-alike; the last one leads to why it stands there."""
        told = {"name": escape(name)}
        if self._refining:
            queries = self._refining.more_like(slug).query, self._refining.less_like(slug).query
        else:  # as nearly always: the same in a tenth of the time
            queries = f"?more={quote(slug)}", f"?less={quote(slug)}"
        more, less = (escape(self._path + query) for query in queries)
        return (
            '<p class="card-choices">'
            f'<a href="{more}#similar" rel="nofollow" data-refine data-key="more"'
            f' aria-label="{self._more_label % told}" title="{self._more_title}">'
            f'<span aria-hidden="true">+</span> {self._more}</a>'
            f' <a href="{less}#similar" rel="nofollow" data-refine data-key="less"'
            f' aria-label="{self._less_label % told}" title="{self._less_title}">'
            f'<span aria-hidden="true">&minus;</span> {self._less}</a>'
            f' <a href="{escape(self._why_beginning + slug)}/" rel="nofollow" data-why'
            f' aria-label="{self._why_label % told}">{self._why}</a></p>'
        )


def remove_button(*, slug: str, name: str) -> str:
    """A button that takes a saved product off its list; shown by a script."""
    label, remove = gettext("Remove %(name)s") % {"name": escape(name)}, gettext("Remove")
    return (
        f'<p class="card-choices"><button type="button" data-remove="{escape(slug)}" hidden'
        f' aria-label="{label}">{remove}</button></p>'
    )
