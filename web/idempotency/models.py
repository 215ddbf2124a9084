"""What was answered to a request that its sender may send again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

MAX_NAME = 255


class KeptAnswer(models.Model):
    """A request under way, or done; its answer is written with what it did, or not at all."""

    key = models.ForeignKey("keys.ApiKey", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=MAX_NAME, help_text="Of the header Idempotency-Key.")
    fingerprint = models.CharField(max_length=64, help_text="sha256 of method, address and body.")
    token = models.CharField(max_length=32, help_text="Of whoever is at work on it.")
    begun_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="Null while it is under way.")
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="kept_answer_once")]

    def __str__(self) -> str:
        return self.name
