"""Which of the staff's rules hold: when, and beside what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

if TYPE_CHECKING:
    from catalog.models import Product

# A category and those it stands in, the nearest first. Bounded, so that a ring that somehow came to
# be ends the walk.
_PATH = """
    WITH RECURSIVE path (id, parent_id, steps) AS (
        SELECT id, parent_id, 0 FROM catalog_category WHERE id = %s
        UNION ALL
        SELECT above.id, above.parent_id, path.steps + 1
        FROM catalog_category above JOIN path ON above.id = path.parent_id
        WHERE path.steps < 50
    )
"""
_PATH_IDS = f"({_PATH} SELECT id FROM path)"
_STEPS_UP = (
    f"({_PATH} SELECT min(steps) FROM path WHERE id = recommendations_rule.beside_category_id)"
)
_EVERYWHERE = Q(beside_product=None, beside_category=None)


class RuleQuerySet(models.QuerySet["Rule"]):  # type: ignore[name-defined]
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
        """Rules whose time is over."""
        return self.filter(ends_at__lte=at or timezone.now(), is_active=True)

    def everywhere(self) -> RuleQuerySet:
        """Rules for every answer, photo searches included."""
        return self.filter(_EVERYWHERE)

    def beside(self, product: Product) -> RuleQuerySet:
        """Rules for the answer on a product's page: its own, its categories', those for everywhere.

        With `steps_up`: how far above the product's own category a rule's category stands. What
        would move the product itself is left out.
        """
        path = RawSQL(_PATH_IDS, [product.category_id], output_field=IntegerField())
        here = Q(beside_product=product.pk) | Q(beside_category__in=path) | _EVERYWHERE
        steps = RawSQL(_STEPS_UP, [product.category_id], output_field=IntegerField())
        found: RuleQuerySet = self.filter(here).exclude(product=product.pk).annotate(steps_up=steps)
        return found
