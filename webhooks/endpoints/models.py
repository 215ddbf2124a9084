"""Addresses of other programs that are told of changes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from webhooks.endpoints.secrets import make_secret
from webhooks.events import Event


class PausedBecause(models.TextChoices):
    """Why nothing is sent to an address, where nobody of the staff said so."""

    FAILING = "failing", _("it has taken nothing for days")
    GONE = "gone", _("it says that it is gone for good (410)")


class Endpoint(models.Model):
    """An address, what it wants to know, and whether it takes what it is sent.

    While it is paused nothing is noted for it; what waited before is sent when it goes on.
    """

    PausedBecause = PausedBecause

    address = models.URLField(
        _("address"), max_length=2_000, help_text=_("Begins with https:// unless it is a test.")
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    events = ArrayField(
        models.CharField(max_length=20, choices=Event.choices), verbose_name=_("is told when")
    )
    is_paused = models.BooleanField(_("paused"), default=False)
    paused_because = models.CharField(
        max_length=7, choices=PausedBecause.choices, blank=True, editable=False
    )
    secret = models.CharField(max_length=100, default=make_secret, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    failures = models.PositiveIntegerField(default=0, editable=False, help_text="In a row.")
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False, help_text="Nothing goes before.")
    succeeded_at = models.DateTimeField(_("last taken"), null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        permissions = [("reveal_endpoint", "Can see and change the secret of webhooks")]

    def __str__(self) -> str:
        return self.description or self.address
