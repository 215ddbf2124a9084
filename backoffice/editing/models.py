"""Forms that were saved, so that the same one sent again is known."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SavedForm(models.Model):
    """One opening of a form, and what it was saved as; kept for a day."""

    opening = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, help_text="Of what was sent.")
    object_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["opening", "digest"], name="saved_form_once")
        ]

    def __str__(self) -> str:
        return self.opening
