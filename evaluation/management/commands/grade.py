"""manage.py grade: how good the answers of a space are, by the catalogue's own knowledge."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser

from evaluation.grades.grading import grade_space
from evaluation.grades.table import describe_grades
from evaluation.management.find_space import find_space
from infra.migrated import MigratedCommand


class Command(MigratedCommand):
    help = "Grade a space by products with several pictures, categories and colours; kept with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--space", help="its name; otherwise the live one")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        space = find_space(options["space"])
        grades = grade_space(space)
        if options["json"]:
            self.stdout.write(json.dumps({"space": space.name, **grades}, indent=1))
            return
        self.stdout.write(f"{space.name} ({space.state})")
        for line in describe_grades(grades):
            self.stdout.write(line)
