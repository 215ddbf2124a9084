"""manage.py spaces: what embeddings' own command does, and what needs grades: compare and tune."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from embeddings.management.commands import spaces
from embeddings.models import EmbeddingSpace
from recommendations.comparison import compare_spaces
from recommendations.comparison_table import describe_comparison


class Command(spaces.Command):
    help = "List, create, compare, tune, activate and roll back embedding spaces."

    def add_verbs(self, verbs: Any) -> None:
        super().add_verbs(verbs)
        compare = verbs.add_parser("compare", help="two spaces side by side")
        compare.add_argument("first")
        compare.add_argument("second")
        compare.add_argument("--json", action="store_true")

    def _compare(self, options: dict[str, Any]) -> None:
        comparison = compare_spaces(_find(options["first"]), _find(options["second"]))
        if options["json"]:
            self.stdout.write(json.dumps(comparison, indent=1))
            return
        for line in describe_comparison(comparison):
            self.stdout.write(line)
