"""From a product's own page to the rules about it, and to those that hold beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def may_see_rules(request: HttpRequest) -> bool:
    return request.user.has_perm("recommendations.view_rule")


def may_add_rule(request: HttpRequest) -> bool:
    return request.user.has_perm("recommendations.add_rule")


@admin.display(description=gettext_lazy("rules"))
def steering(product: Any) -> SafeString:
    """How many rules move it and how many hold on its page, each with the way there.

    product: annotated with `may_add_rule` and `may_look_in_lab`, as whoever looks may.
    """
    counts = [
        (_list(product=product.pk), product.rules.count(), _("about it")),
        (_list(beside_product=product.pk), product.rules_beside.count(), _("beside it")),
    ]
    links = format_html_join(", ", '<a href="{}">{} {}</a>', counts)
    if product.may_add_rule:
        address = reverse("admin:recommendations_rule_add", query={"beside_product": product.pk})
        links += format_html(' · <a href="{}">{}</a>', address, _("Add a rule beside it"))
    if product.may_look_in_lab:
        address = reverse("admin:evaluation_judgement_lab", query={"product": product.pk})
        links += format_html(' · <a href="{}">{}</a>', address, _("Similarity lab"))
    return links


def _list(**wanted: int) -> str:
    return reverse("admin:recommendations_rule_changelist", query=wanted)
