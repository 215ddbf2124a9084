"""What roles were given."""

from __future__ import annotations

from django.db import models


class RoleGrant(models.Model):
    """A role was given this permission by Vitrine, once; what the shop does with it stays so."""

    role = models.CharField(max_length=40)
    permission = models.CharField(max_length=140)
    """As `app.codename`; empty for the making of the role's group itself."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="accounts_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission}"
