"""Looks: products that staff put together, to be shown beside each of them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from recommendations.abstract.signed import Signed
from recommendations.abstract.timed import Timed


class Look(Signed, Timed):
    """Products that go together, in the order in which they are shown."""

    class State(models.TextChoices):
        VALID = "valid", _("shown now")
        SCHEDULED = "scheduled", _("scheduled")
        ENDED = "ended", _("ended")
        OFF = "off", _("not published")

    name = models.CharField(_("name"), max_length=120, help_text=_("Shoppers read it."))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For colleagues. Shoppers never see it.")
    )
    is_published = models.BooleanField(_("published"), default=True)
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Of a product's looks, the one with the lowest comes first."),
    )

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ["position", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="look_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        """Whether shoppers see it now, and if not, why."""
        return self.State(self.time_state(is_on=self.is_published))

    def clean(self) -> None:
        if problems := self.problems_of_times():
            raise ValidationError(problems)


class LookItem(models.Model):
    """One product of a look; it goes when the product does."""

    look = models.ForeignKey(
        Look, on_delete=models.CASCADE, related_name="items", verbose_name=_("look")
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="look_items", verbose_name=_("product")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("product of the look")
        verbose_name_plural = _("products of the look")
        default_permissions = ()  # it is a part of its look
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["look", "product"], name="look_has_a_product_once")
        ]

    def __str__(self) -> str:
        return str(self.product)
