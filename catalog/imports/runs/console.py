"""What commands tell about a run, and how they find the one that was broken off."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from catalog.imports.models import ImportRun


def find_unfinished(path: Path) -> ImportRun | None:
    """The run of this very file that a command began and did not end. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    unfinished = ImportRun.objects.filter(in_console=True, state__in=ImportRun.WORKING)
    return unfinished.filter(sha256=digest, is_cancelled=False).first()


def summary(run: ImportRun) -> str:
    """What was done, or after a dry run what would be, in one or two sentences."""
    counts = {
        name: run.counts.get(name, 0)
        for name in ("new", "changed", "unchanged", "refused", "passed")
    }
    would = run.state == ImportRun.State.CHECKED
    products = (
        _("Nothing was imported. It would be: %(numbers)s.")
        if would
        else _("Imported: %(numbers)s.")
    )
    numbers = _(
        "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused, "
        "%(passed)s passed over"
    )
    said = [products % {"numbers": numbers % counts}]
    names = ("pictures_added", "pictures_replaced", "pictures_removed", "pictures_refused")
    pictures = {name: run.counts.get(name, 0) for name in names}
    if any(pictures.values()):
        said.append(
            _(
                "Pictures: %(pictures_added)s new, %(pictures_replaced)s replaced, "
                "%(pictures_removed)s taken away, %(pictures_refused)s refused."
            )
            % pictures
        )
    return " ".join(said)
