"""A picture that is to be fetched for a product."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RequestedState(models.TextChoices):
    """How far a picture is that was asked for by its address."""

    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("taken")
    FAILED = "failed", _("failed")


class RequestedPicture(models.Model):
    """One address of one product; asked for again, the same row waits again."""

    State = RequestedState

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="requested_pictures"
    )
    address = models.TextField()
    alt = models.CharField(max_length=200, null=True, help_text="Null: as it is.")  # noqa: DJ001
    position = models.PositiveIntegerField(null=True, help_text="Null: behind the others.")
    machine = models.CharField(max_length=80, help_text="Who asked for it, for the history.")
    state = models.CharField(
        max_length=7, choices=RequestedState.choices, default=RequestedState.WAITING
    )
    code = models.CharField(max_length=40, blank=True, help_text="Of why it failed, for programs.")
    error = models.TextField(blank=True, help_text="The same in a sentence.")
    image = models.ForeignKey(
        "catalog.ProductImage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=64, blank=True)
    next_at = models.DateTimeField(
        default=timezone.now, help_text="Not before; while it is worked on, when the claim ends."
    )
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "address"], name="requested_picture_once")
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state=RequestedState.WAITING),
                name="requested_picture_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.address
