"""manage.py grade: how good the answers of a space are, by the catalogue's own knowledge."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from django.core.management.base import CommandParser

from evaluation.grades.grading import grade_space
from evaluation.grades.table import describe_grades
from evaluation.grades.words import describe_words, grade_words_of
from evaluation.judgements.describe import describe_judgements
from evaluation.management.find_space import find_space
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Grade a space by products with several pictures, categories and colours; kept with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--space", help="its name; otherwise the live one")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        space = find_space(options["space"])
        grades = grade_space(space)
        words = grade_words_of(space)
        if options["json"]:
            self.stdout.write(json.dumps({"space": space.name, **grades, "words": words}, indent=1))
            return
        self.stdout.write(f"{space.name} ({space.state})")
        judged = describe_judgements(grades["judgements"])
        for line in chain(describe_grades(grades), judged, describe_words(words)):
            self.stdout.write(line)
