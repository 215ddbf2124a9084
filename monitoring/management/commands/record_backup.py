"""manage.py record_backup FILE: tell the shop that it was backed up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from infra.commands import MigratedCommand
from monitoring.backups import BackupRefusedError, record_backup


class Command(MigratedCommand):
    help = "Note that a dump of the database was made, for the first page of the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the dump that pg_dump has just written")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup = record_backup(options["file"])
        except BackupRefusedError as error:
            raise CommandError(str(error)) from error
        made_at = f"{backup.made_at:%Y-%m-%d %H:%M %Z}"
        self.stdout.write(f"{backup.name}: {backup.bytes:,} bytes, {made_at}")
