"""One row for each event; written often, read by day and by what was shown."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ID = 64
MAX_PLACEMENT = 32


class EventKind(models.TextChoices):
    """What a shopper did with a product."""

    IMPRESSION = "impression", _("seen")
    CLICK = "click", _("clicked")
    ADD_TO_CART = "add_to_cart", _("put into the basket")
    PURCHASE = "purchase", _("bought")


class Event(models.Model):
    """A product was seen, clicked, put into the basket or bought; it outlives the product."""

    Kind = EventKind

    event_id = models.CharField(
        max_length=MAX_ID, unique=True, help_text="Made up by its sender: sent twice, kept once."
    )
    kind = models.CharField(max_length=11, choices=EventKind.choices)
    product = models.ForeignKey(
        "catalog.Product",
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # no lock on a product for being looked at
        related_name="+",
    )
    request_id = models.CharField(
        max_length=MAX_ID, blank=True, help_text="Of the answer in which it was shown."
    )
    position = models.PositiveIntegerField(null=True, help_text="In that answer; the first is 1.")
    placement = models.CharField(max_length=MAX_PLACEMENT, blank=True, help_text="Such as similar.")
    is_trusted = models.BooleanField(help_text="Sent with a key of the scope events.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [
            # Rows come nearly in the order of their times: a thousandth of a B-tree's size.
            BrinIndex(fields=["at"], name="event_at", autosummarize=True),
            models.Index(
                fields=["request_id"], condition=~models.Q(request_id=""), name="event_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.product_id}"
