"""A key is known by name and has one secret, or two while the old one is being replaced."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key may do; none holds another."""

    READ = "read", _("read what shoppers see")
    EVENTS = "events", _("send events")
    WRITE = "write", _("write products, pictures, stock and prices")
    STAFF = "staff", _("read what only staff see, such as drafts and stock")


class ApiKey(models.Model):
    """A machine that calls the API, and what it may do."""

    name = models.CharField(
        _("name"),
        max_length=80,
        unique=True,
        help_text=_("Of the machine; the history of what it changes says it."),
    )
    scopes = models.JSONField(_("scopes"), default=list)
    requests_per_minute = models.PositiveIntegerField(
        _("requests a minute"),
        default=600,
        validators=[MinValueValidator(1)],
        help_text=_("By all its callers together."),
    )
    forwards_shoppers = models.BooleanField(
        _("speaks for shoppers"),
        default=False,
        help_text=_("It may name the shopper's address, who is counted then as if they had come."),
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name

    def may(self, scope: str) -> bool:
        return scope in self.scopes

    def is_valid(self, at: datetime) -> bool:
        """Whether it lets anybody in at this time."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


class KeySecret(models.Model):
    """One secret of a key: only its fingerprint is kept."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="secrets")
    prefix = models.CharField(max_length=12, unique=True, help_text="Looked up by; no secret.")
    digest = models.CharField(max_length=64, help_text="sha256 of the whole secret.")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, help_text="Of one that was replaced.")
    used_at = models.DateTimeField(null=True, help_text="To the minute.")

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.prefix
