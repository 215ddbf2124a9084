"""The saved rules beside a product, those that have ended or not begun among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.models import Product
from recommendations.models import Rule

MOST = 30


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One rule and why it may do nothing just now."""

    rule: Rule
    why_idle: str


def rules_beside(product: Product) -> list[Standing]:
    """The newest rules beside this very product; their number is bounded."""
    rules = Rule.objects.filter(beside_product=product).named()[:MOST]
    return [Standing(rule=rule, why_idle=_why_idle(rule)) for rule in rules]


def _why_idle(rule: Rule) -> str:
    if rule.state != Rule.State.VALID:
        return ""  # its badge says so
    if not rule.product.is_published:
        return _("Its product is not published.")
    return "" if rule.product.stock else _("Its product is sold out.")
