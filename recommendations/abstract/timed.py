"""What holds from one moment to another: rules, and looks."""

from __future__ import annotations

from typing import Literal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Timed(models.Model):
    """A row that holds at once and for good, unless it says from when or until when."""

    starts_at = models.DateTimeField(
        _("from"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    ends_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: for good.")
    )

    class Meta:
        abstract = True

    def time_state(self, *, is_on: bool) -> Literal["off", "ended", "scheduled", "valid"]:
        """Whether it holds now, and if not, why. is_on: whether staff let it hold at all."""
        now = timezone.now()
        if not is_on:
            return "off"
        if self.ends_at and self.ends_at <= now:
            return "ended"
        if self.starts_at and self.starts_at > now:
            return "scheduled"
        return "valid"

    def problems_of_times(self) -> dict[str, str]:
        """What is wrong with the two moments, by field."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            return {"ends_at": gettext("It must end after it starts.")}
        return {}
