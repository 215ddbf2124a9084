"""An app of its own for its table and its task alone."""

from __future__ import annotations

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "web.idempotency"
