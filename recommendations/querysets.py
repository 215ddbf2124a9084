"""When the staff's rules hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.querysets import long_columns

if TYPE_CHECKING:
    from recommendations.models import Rule


class RuleQuerySet(models.QuerySet["Rule"]):
    def valid(self, at: datetime | None = None) -> RuleQuerySet:
        """Rules that hold now, or at another time: switched on, begun and not over."""
        at = at or timezone.now()
        begun = Q(starts_at=None) | Q(starts_at__lte=at)
        not_over = Q(ends_at=None) | Q(ends_at__gt=at)
        return self.filter(begun, not_over, is_active=True)

    def scheduled(self, at: datetime | None = None) -> RuleQuerySet:
        """Rules that are switched on and have yet to begin."""
        return self.filter(starts_at__gt=at or timezone.now(), is_active=True)

    def ended(self, at: datetime | None = None) -> RuleQuerySet:
        """Rules that are switched on and whose time is over."""
        return self.filter(ends_at__lte=at or timezone.now(), is_active=True)

    def in_the_way_of(self, rule: Rule) -> RuleQuerySet:
        """The pins that the database would not let stand beside this one, ended ones among them.

        None for what is no pin, or is switched off.
        """
        if rule.position is None or not rule.is_active:
            return self.none()
        others = self.filter(
            is_active=True,
            position=rule.position,
            beside_product=rule.beside_product_id,
            beside_category=rule.beside_category_id,
        ).exclude(pk=rule.pk)
        if rule.ends_at:
            others = others.filter(Q(starts_at=None) | Q(starts_at__lt=rule.ends_at))
        if rule.starts_at:
            others = others.filter(Q(ends_at=None) | Q(ends_at__gt=rule.starts_at))
        return others.named().order_by("pk")

    def named(self) -> RuleQuerySet:
        """With all that a rule's sentence names, and who decided it."""
        products = ("product", "beside_product")
        named = self.select_related(*products, "beside_category", "created_by", "updated_by")
        return named.defer(*long_columns(*products))
