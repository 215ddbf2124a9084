"""Which of Django's databases are read replicas, and what Django may do with them."""

from __future__ import annotations

from typing import Any

from django.conf import settings

PREFIX = "replica_"


def replica_aliases() -> list[str]:
    """`replica_1`, `replica_2`, …, as DATABASE_REPLICA_URLS names them; none where it is unset."""
    return [alias for alias in settings.DATABASES if alias.startswith(PREFIX)]


class ReplicaRouter:
    """Keeps migrations away from replicas, which get the tables by replication.

    Who reads from which server is no router's matter: Django asks one for its own query sets alone,
    and half of the shop's statements are its own (see `reading`).
    """

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db.startswith(PREFIX) else None
