"""Categories, products and their pictures; knows nothing of what lives above it."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from catalog import signals  # noqa: F401 - connects the receivers
