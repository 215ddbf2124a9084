"""What is noted of pictures: what was done, what stayed as it was, what is not to be had."""

from __future__ import annotations

from typing import Any

from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportedPicture, ImportRow, ImportRun
from catalog.imports.pictures import RefusedPicture, UnchangedPicture
from catalog.imports.problems import problem
from catalog.imports.runs.pictures.there import PicturesThere
from infra.fetch.answers.results import Validators


def note_unchanged(there: PicturesThere, found: UnchangedPicture) -> None:
    """A server may call the same bytes anew."""
    note = there.notes.get(found.reference)
    if note is not None:
        fields = validator_fields(found.validators)
        ImportedPicture.objects.filter(pk=note.pk).update(**fields)


def note_refused(run: ImportRun, row: ImportRow, refused: RefusedPicture) -> None:
    """The row comes in all the same, and says why its picture did not; saved by whoever calls."""
    columns = ColumnMapping.from_json(run.mapping).columns_of("pictures")
    said = problem(
        f"picture_{refused.refusal.code}",
        "%(why)s",
        column=columns[0] if columns else "",
        value=refused.reference,
        why=str(refused.refusal),
    ).as_json()
    if said not in row.problems:
        row.problems.append(said)
        count(run, "pictures_refused")


def record(run: ImportRun, row: ImportRow, change: dict[str, Any]) -> None:
    """Note what was done to a product's pictures, to be undone; saved by whoever calls."""
    row.picture_changes.append(change)
    count(run, f"pictures_{change['op']}")


def count(run: ImportRun, name: str) -> None:
    """One more of these."""
    run.counts[name] = run.counts.get(name, 0) + 1


def validator_fields(validators: Validators) -> dict[str, str]:
    """As ImportedPicture has them."""
    return {
        "sha256": validators.sha256,
        "url": validators.url,
        "etag": validators.etag,
        "last_modified": validators.last_modified,
    }
