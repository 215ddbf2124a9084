"""How far the catalogue has been examined: a mark for each product, and one place to go on from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import Product


class CheckedProduct(models.Model):
    """A product as it was when it was last examined."""

    product = models.OneToOneField(
        Product, on_delete=models.CASCADE, primary_key=True, related_name="checked"
    )
    state_hash = models.CharField(
        max_length=32, help_text="Of all that the kinds of findings look at; empty: examine again."
    )
    name_key = models.CharField(
        max_length=32, db_index=True, help_text="md5 of the words of the name, in any order."
    )
    category_margin = models.FloatField(
        null=True,
        help_text="How much nearer than to its own category it lies to another one, in spreads.",
    )
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("examined product")
        verbose_name_plural = _("examined products")

    def __str__(self) -> str:
        return str(self.pk)


class Progress(models.Model):
    """The one row that says where the walk through the catalogue stands."""

    position = models.BigIntegerField(default=0, help_text="The product that was looked at last.")
    started_at = models.DateTimeField(null=True, help_text="When this walk began.")
    finished_at = models.DateTimeField(null=True, help_text="When the last whole walk ended.")
    examined = models.PositiveIntegerField(default=0, help_text="Products, in this walk.")

    class Meta:
        verbose_name = _("progress of hygiene")
        verbose_name_plural = _("progress of hygiene")

    def __str__(self) -> str:
        return str(self.position)
