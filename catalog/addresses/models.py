"""Addresses that products and categories had before; each leads to where its thing is now."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OldAddress(models.Model):
    """A slug that was changed. The database itself keeps it, whoever changed it (`trigger`).

    It names the thing and no other slug, so that a chain of changes is one step. It goes with its
    thing, and where that has the slug back.
    """

    slug = models.CharField(max_length=160)
    product = models.ForeignKey(
        "catalog.Product", null=True, on_delete=models.CASCADE, related_name="old_addresses"
    )
    category = models.ForeignKey(
        "catalog.Category", null=True, on_delete=models.CASCADE, related_name="old_addresses"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(product__isnull=False) ^ models.Q(category__isnull=False),
                name="old_address_of_one_thing",
            ),
            # Whoever had a slug last has its old address.
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(product__isnull=False),
                name="old_address_of_product",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(category__isnull=False),
                name="old_address_of_category",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
