"""What an import finds in files, where none came with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from catalog.imports.pictures.names import PictureNotFoundError
from catalog.imports.pictures.results import PictureResult, RefusedPicture, WantedPicture


class NoFiles:
    """Stands for the files of an import that came without any; a PictureSource."""

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """See PictureSource."""
        for each in wanted:
            yield RefusedPicture(
                each.reference,
                PictureNotFoundError(
                    "no_files",
                    _("%(name)r is a file, and no folder or ZIP of pictures came with the import."),
                    name=each.reference[:200],
                ),
            )
