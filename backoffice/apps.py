"""The face for staff."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from backoffice.roles.after_migrate import give_default_roles


class BackofficeConfig(AppConfig):
    name = "backoffice"

    def ready(self) -> None:
        post_migrate.connect(give_default_roles)
