"""Commands that need the tables say so before they touch one."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def check_migrated() -> None:
    """Raise CommandError while the database lacks migrations: fresh, or of an older version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            _("The database is not up to date: run `python manage.py migrate` first.")
        )
