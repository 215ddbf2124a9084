"""One row for each thing and each time that somebody changed it, with both values of each field."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """By which way a change came in. Imports and feeds keep theirs in their own rows."""

    ADMIN = "admin", _("form")
    BULK = "bulk", _("many at once")
    IMPORT = "import", _("import")
    FEED = "feed", _("feed")
    API = "api", _("API")
    SCHEDULE = "schedule", _("timetable")
    COMMAND = "command", _("command")


class Change(models.Model):
    """What somebody changed of one thing at one time; it outlives the thing."""

    class Action(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")

    kind = models.CharField(max_length=60, help_text="Of the thing, such as catalog.product.")
    object_id = models.BigIntegerField()
    action = models.CharField(_("action"), max_length=7, choices=Action.choices)
    changes = models.JSONField(_("changes"), help_text="Field -> [before, after].")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    user_name = models.CharField(
        max_length=150, blank=True, help_text="Kept when the account has gone."
    )
    door = models.CharField(_("door"), max_length=8, choices=Door.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    batch = models.UUIDField(null=True, help_text="The same for all that was changed at once.")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["kind", "object_id", "-id"], name="change_of_thing"),
            models.Index(
                fields=["batch", "id"],
                condition=models.Q(batch__isnull=False),
                name="change_of_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
