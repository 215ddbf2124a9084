"""How often somebody tried."""

from __future__ import annotations

from django.db import models


class LoginCount(models.Model):
    """Attempts that did not succeed, from one source or at one account, and until when to wait."""

    key = models.CharField(max_length=64, primary_key=True)
    """Keyed hash of what is counted: passwords are typed into the field of names, too."""
    account = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the account's name; empty for what counts an address alone."""
    attempts = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.attempts}"
