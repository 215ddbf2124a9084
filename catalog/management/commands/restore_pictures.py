"""manage.py restore_pictures --since TIME: bring back pictures deleted from a bucket since then."""

from __future__ import annotations

import importlib
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from catalog.images.storage import picture_storage
from infra.commands import MigratedCommand
from infra.files.away import StorageAwayError


class Command(MigratedCommand):
    help = (
        "Bring back every picture that was deleted from the bucket since a moment, after the "
        "database was restored to it. What no product uses is swept later."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since",
            required=True,
            metavar="TIME",
            help="such as '2026-11-26 21:00', by the shop's clock, or with +00:00 behind it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not picture_storage().is_a_server:
            raise CommandError(
                _("The pictures of this shop lie in a folder: copy it back from its backup.")
            )
        # Imported late, for its packages are an extra.
        versions = importlib.import_module("catalog.images.storage.versions")
        since = _moment(options["since"])
        try:
            count = versions.bring_back(picture_storage(), since=since)
        except versions.NoVersionsError:
            raise CommandError(
                _("The bucket keeps no versions: what was deleted there is gone.")
            ) from None
        except StorageAwayError as error:
            told = _("The pictures cannot be reached: %(why)s.")
            raise CommandError(told % {"why": error.strerror}) from error
        self.stdout.write(_("%(count)s files brought back.") % {"count": count})


def _moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(_("Say the time as '2026-11-26 21:00'."))
    return make_aware(moment) if is_naive(moment) else moment
