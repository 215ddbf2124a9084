"""Pictures become vectors: spaces, the durable queue, the workers' tasks, the vector queries."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmbeddingsConfig(AppConfig):
    name = "embeddings"
    verbose_name = _("Embeddings")

    def ready(self) -> None:
        from embeddings import signals  # noqa: F401 - connects the receivers
        from embeddings.conf import conf
        from embeddings.pipeline import look_in

        look_in(lambda: conf.ENCODERS_DIR)
