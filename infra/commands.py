"""What management commands share: which tables they need, and numbers as options."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


class MigratedCommand(BaseCommand):
    """A command that works on a database which answers and has all tables of this version.

    Anything else ends it with a `CommandError` before its own `handle`: one sentence, no traceback.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        check_migrated()
        return super().execute(*args, **options)


def check_migrated() -> None:
    """Raise CommandError while the database is away or lacks migrations: fresh, or older."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise CommandError(_("The database does not answer: %(why)s") % {"why": error}) from error
    if plan:
        raise CommandError(
            _("The database is not up to date: run `python manage.py migrate` first.")
        )


def at_least_one(text: str) -> int:
    """How many, as an option of a command says it; argparse tells what is wrong."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no whole number of 1 or more")
    return int(text)
