"""Notes of what changed, the messages made of them, and what receivers answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from webhooks.endpoints.models import Endpoint
from webhooks.events import Event


def make_message_id() -> str:
    """An id that no other message has."""
    return f"msg_{uuid.uuid4().hex}"


class Note(models.Model):
    """That something changed. Triggers write it, whoever changed it and by whichever statement.

    Rows are only added and taken away, so that two who change the same wait for nobody here.
    """

    event = models.CharField(max_length=20)
    subject = models.BigIntegerField(help_text="Id of the product, import or space.")
    detail = models.JSONField(default=dict, help_text="What cannot be read later.")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        verbose_name = "note"

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"


class MessageState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("taken")
    GIVEN_UP = "given_up", _("given up")


class Message(models.Model):
    """What one endpoint is told: the same bytes under the same id at each attempt."""

    State = MessageState

    id = models.BigAutoField(primary_key=True)
    message_id = models.CharField(
        _("id"), max_length=40, unique=True, default=make_message_id, help_text="webhook-id"
    )
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="messages", verbose_name=_("webhook")
    )
    event = models.CharField(
        _("type"), max_length=20, choices=[*Event.choices, ("test", _("test"))]
    )
    subject = models.BigIntegerField(default=0)
    body = models.TextField(_("content"), help_text="JSON, as it is signed and sent.")
    state = models.CharField(
        _("state"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), db_default=Now())
    claim = models.CharField(max_length=64, blank=True, help_text="Token of who sends it.")
    lease_expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages to webhooks")
        default_permissions = ("view", "change")
        indexes = [
            models.Index(
                fields=["endpoint", "next_at", "id"],
                condition=Q(state=MessageState.WAITING),
                name="webhook_message_queue",
            ),
            models.Index(
                fields=["endpoint", "event", "subject"],
                condition=Q(state=MessageState.WAITING, attempts=0),
                name="webhook_message_unsent",
            ),
            models.Index(fields=["created_at"], name="webhook_message_age"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Attempt(models.Model):
    """One sending of a message, and what came back."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("when"), db_default=Now())
    seconds = models.FloatField(_("seconds"))
    status = models.PositiveSmallIntegerField(
        _("status"), null=True, help_text="Of the answer; none without one."
    )
    answer = models.TextField(_("answer"), blank=True, help_text="Its first bytes.")
    error = models.TextField(_("error"), blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        verbose_name = _("attempt")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.error}"
