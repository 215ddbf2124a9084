"""A preview as its page shows it: products with their changes in words."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.imports.run.changes import Change, changes_in_words
from catalog.bulk_edits.planning import Planned
from catalog.bulk_edits.preview import Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPreview:
    numbers: Preview
    changed: list[tuple[Planned, list[Change]]]
    refused: list[Planned]


def shown(preview: Preview) -> ShownPreview:
    """The first ones of each kind."""
    return ShownPreview(
        numbers=preview,
        changed=[(each, changes_in_words(each.changes)) for each in preview.first],
        refused=list(preview.first_refused),
    )
