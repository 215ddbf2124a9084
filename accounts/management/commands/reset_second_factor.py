"""Lets somebody who lost both phone and recovery codes in with the password alone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.second_factor.enrolling import remove
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Take somebody's second factor away, so that the password alone lets them in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the account, as it logs in")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": name})
        if not remove(user):
            raise CommandError(_("%(name)s has no second factor.") % {"name": name})
        self.stdout.write(_("%(name)s logs in with the password alone.") % {"name": name})
