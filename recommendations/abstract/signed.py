"""Who made a thing and who changed it last, so that colleagues know whom to ask."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Signed(models.Model):
    """A row that keeps who made it, who changed it last, and when."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        abstract = True

    def sign(self, user_id: int | None) -> None:
        """Note who is about to save it; the first to do so has made it."""
        if self.pk is None:
            self.created_by_id = user_id
        self.updated_by_id = user_id
