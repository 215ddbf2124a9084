"""When the staff's rules hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from recommendations.models import Rule  # noqa: F401 - the model of the query set below


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
