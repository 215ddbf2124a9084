"""For whoever is on call: health, readiness, metrics."""

from __future__ import annotations

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "ops"

    def ready(self) -> None:
        from ops import beat  # noqa: F401 - connects the receiver
