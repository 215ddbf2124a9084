"""The project's own app: binds Celery before any task is published, and holds its commands."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Vitrine"

    def ready(self) -> None:
        # Shared tasks publish through the current app, so it must exist in every process.
        from config.celery import app

        app.set_default()
