"""Lets an account, or everybody, log in again without waiting."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.guard import forget
from accounts.guard.keys import account_id
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Forget wrong log-ins, so that nobody has to wait: of one account, or of everybody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="the account, as it logs in")
        parser.add_argument("--all", action="store_true", help="all accounts and addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        name, everybody = options["name"], options["all"]
        if bool(name) == everybody:
            raise CommandError(_("Name one account, or say --all."))
        forgotten = forget() if everybody else forget(account_id(name))
        if everybody:
            told = _("Nobody has to wait any more.")
        elif forgotten:
            told = _(
                "%(name)s can log in again at once. An address that guessed at several accounts "
                "still waits; --all lets it in, too."
            )
        else:
            told = _("Nothing was counted at %(name)s.")
        self.stdout.write(told % {"name": name})
