"""Grades of spaces over time: each night's are kept when the next replace them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from embeddings.models import EmbeddingSpace
from monitoring.models import GradeSample

MOST_SHOWN = 60
"""Nights."""
# Of what each grade measures, the figure that says most: how good the first ten are together.
FIGURES = {"same_product": "mAP@10", "category": "mAP@10", "kind_and_colour": "mAP@10"}


def keep_grades() -> int:
    """Keep the grades of active spaces that are not kept yet; how many."""
    kept = 0
    for space in EmbeddingSpace.objects.active():
        if not (graded := space.grades.get("graded_at")):
            continue
        _, is_new = GradeSample.objects.get_or_create(
            space=space,
            graded_at=datetime.fromisoformat(graded),
            defaults={"figures": _figures(space.grades)},
        )
        kept += is_new
    return kept


def read_grades(space: EmbeddingSpace) -> list[GradeSample]:
    """The last nights of a space, in their order."""
    return list(GradeSample.objects.filter(space=space).order_by("-graded_at")[:MOST_SHOWN])[::-1]


def _figures(grades: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: grades.get(name, {}).get(figure) for name, figure in FIGURES.items()}
    return {name: figure for name, figure in found.items() if figure}
