"""What roles were given."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models


class GivenRole(models.Model):
    """A role that Vitrine has made a group of, once: one that the shop deletes stays deleted."""

    role = models.CharField(max_length=40, primary_key=True)
    group = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.role


class RoleGrant(models.Model):
    """A role was given this permission by Vitrine, once; what the shop does with it stays so."""

    role = models.ForeignKey(GivenRole, on_delete=models.CASCADE, related_name="grants")
    permission = models.CharField(max_length=140)
    """As `app.codename`."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="accounts_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.role_id}: {self.permission}"
