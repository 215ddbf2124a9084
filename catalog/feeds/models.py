"""Catalogues that a supplier keeps at an address, and when they are fetched."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Feed(models.Model):
    """An address, a timetable, and what is too much to be done without asking."""

    name = models.CharField(_("name"), max_length=120)
    address = models.URLField(_("address"), max_length=2_000)
    format = models.CharField(
        _("format"), max_length=20, blank=True, help_text=_("Recognised where it is empty.")
    )
    category = models.ForeignKey(
        "catalog.Category",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("category of products without one"),
    )
    hour = models.PositiveSmallIntegerField(
        _("hour"),
        default=3,
        validators=[MaxValueValidator(23)],
        help_text=_("Of the night's fetch, by the shop's clock: 0 to 23."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    most_leaving_percent = models.PositiveSmallIntegerField(
        _("products that may leave"),
        default=20,
        validators=[MaxValueValidator(100)],
        help_text=_("Percent; where more left the feed, it stops and asks."),
    )
    most_price_factor = models.FloatField(
        _("price change"),
        default=3.0,
        validators=[MinValueValidator(1.0)],
        help_text=_("Where a price is more than so many times higher or lower, it stops and asks."),
    )
    next_at = models.DateTimeField(_("next fetch"), null=True, editable=False)
    known = models.JSONField(default=dict, editable=False, help_text="`Validators` of the last.")
    fetched_at = models.DateTimeField(_("fetched"), null=True, editable=False)
    error = models.TextField(_("error"), blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self) -> str:
        return self.name
