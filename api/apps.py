"""The REST API for front-ends."""

from __future__ import annotations

from django.apps import AppConfig


class APIConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        from api.access import schema  # noqa: F401 - describes keys in the OpenAPI document
