"""On a product's own page: what shoppers see beside it, and the ways to the rules about it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.templatetags.card_thumbnail import card_thumbnail
from catalog.models import Product
from recommendations.request.question import SearchOptions
from recommendations.rows import own_row
from recommendations.similar import similar_products


@admin.display(description=gettext_lazy("shoppers see"))
def steering(product: Any) -> SafeString:
    """How many rules move it and how many hold on its page, each with the way there.

    product: annotated with `may_add_rule` and `may_look_in_lab`, as whoever looks may.
    """
    counts = [
        (_list(product=product.pk), product.rules.count(), _("about it")),
        (_list(beside_product=product.pk), product.rules_beside.count(), _("beside it")),
    ]
    arrange = reverse("admin:recommendations_rule_arrange", args=[product.pk])
    links = _list_of(product) + format_html('<a href="{}">{}</a> · ', arrange, _("Arrange them"))
    links += format_html_join(", ", '<a href="{}">{} {}</a>', counts)
    if product.may_add_rule:
        address = reverse("admin:recommendations_rule_add", query={"beside_product": product.pk})
        links += format_html(' · <a href="{}">{}</a>', address, _("Add a rule beside it"))
    if product.may_look_in_lab:
        address = reverse("admin:evaluation_judgement_lab", query={"product": product.pk})
        links += format_html(' · <a href="{}">{}</a>', address, _("Similarity lab"))
    return links


def _list_of(product: Product) -> SafeString:
    """The similar items as shoppers get them, small."""
    shown = own_row(similar_products(product, SearchOptions(other_kinds=1)))
    if not shown:
        return format_html("<p>{}</p>", _("Nothing looks like it."))
    named = '<li title="{0}">{1}<span class="visually-hidden">{0}</span></li>'
    cards = ((each.product.name, card_thumbnail(each.product)) for each in shown)
    return format_html(
        '<ol class="similar-small" aria-label="{}">{}</ol>',
        _("Shoppers see now"),
        format_html_join("", named, cards),
    )


def _list(**wanted: int) -> str:
    return reverse("admin:recommendations_rule_changelist", query=wanted)
