"""What a card offers beside its product: more or less like it, why it is there, or to remove it."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shop.addresses.pages import why_address
from shop.markup.texts import escape, markup
from shop.products.refining import Refining


def refining_markup(*, slug: str, name: str, of: str, path: str, refining: Refining) -> SafeString:
    """Links to the same page with more or with less like this product, and to why it is there.

    of: the slug of the product whose look-alike it is. path: of the page.
    """
    # Outside of the f-strings, where those who collect texts for translators find them.
    more, less, why = gettext("More"), gettext("Less"), gettext("Why?")
    more_title, less_title = gettext("More like this"), gettext("Less like this")
    told = {"name": escape(name)}
    more_label = gettext("More like %(name)s") % told
    less_label = gettext("Less like %(name)s") % told
    why_label = gettext("Why? %(name)s") % told
    more_address = escape(path + refining.more_like(slug).query)
    less_address = escape(path + refining.less_like(slug).query)
    return markup(
        '<p class="card-choices">'
        f'<a href="{more_address}#similar" rel="nofollow" data-refine data-key="more"'
        f' aria-label="{more_label}" title="{more_title}">'
        f'<span aria-hidden="true">+</span> {more}</a>'
        f' <a href="{less_address}#similar" rel="nofollow" data-refine data-key="less"'
        f' aria-label="{less_label}" title="{less_title}">'
        f'<span aria-hidden="true">&minus;</span> {less}</a>'
        f' <a href="{escape(why_address(of, slug))}" rel="nofollow" data-why'
        f' aria-label="{why_label}">{why}</a></p>'
    )


def remove_markup(*, slug: str, name: str) -> SafeString:
    """A button that takes a saved product off its list; shown by a script."""
    label, remove = gettext("Remove %(name)s") % {"name": escape(name)}, gettext("Remove")
    return markup(
        f'<p class="card-choices"><button type="button" data-remove="{escape(slug)}" hidden'
        f' aria-label="{label}">{remove}</button></p>'
    )
