"""Categories, products and their pictures; knows nothing of what lives above it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog import signals  # noqa: F401 - connects the receivers
        from catalog.search.languages import apply_language

        post_migrate.connect(lambda **kwargs: apply_language(), sender=self, weak=False)
