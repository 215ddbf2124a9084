"""Pictures that lie in a folder or in a ZIP."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from catalog.images.validation import validate_picture
from catalog.images.validation.limits import CATALOG_LIMITS
from catalog.imports.archives import PictureArchive
from catalog.imports.folder.report import Report
from catalog.imports.folder.walk import find_files
from catalog.imports.pictures.names import PictureNames, PictureNotFoundError
from catalog.imports.pictures.results import (
    FoundPicture,
    PictureResult,
    RefusedPicture,
    UnchangedPicture,
    WantedPicture,
)
from catalog.refusals import RefusedError
from infra.fetch import Validators
from infra.files.regular import open_regular_file


class FilePictures:
    """Finds pictures by name among files, and reads them; a PictureSource."""

    def __init__(self, paths: Iterable[str], read_bytes: Callable[[str], bytes]) -> None:
        """read_bytes: the content of one of the paths; raises RefusedError and OSError."""
        self._names, self._read_bytes = PictureNames(paths), read_bytes

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """See PictureSource."""
        seen: set[str] = set()
        for each in wanted:
            if each.reference not in seen:
                seen.add(each.reference)
                yield self._read_one(each)

    def _read_one(self, wanted: WantedPicture) -> PictureResult:
        try:
            data = self._bytes_of(self._names.find(wanted.reference))
            validators = Validators(sha256=hashlib.sha256(data).hexdigest())
            if wanted.known is not None and wanted.known.sha256 == validators.sha256:
                return UnchangedPicture(wanted.reference, validators)
            return FoundPicture(wanted.reference, validate_picture(data), validators)
        except RefusedError as refusal:
            return RefusedPicture(wanted.reference, refusal)

    def _bytes_of(self, path: str) -> bytes:
        try:
            return self._read_bytes(path)
        except OSError as error:
            raise PictureNotFoundError(
                "unreadable",
                _("%(name)r cannot be read: %(reason)s."),
                name=path,
                reason=error.strerror,
            ) from error


def folder_pictures(folder: Path) -> FilePictures:
    """The pictures of a folder and its sub-folders; no link is followed."""

    def read_bytes(path: str) -> bytes:
        with open_regular_file(folder, path) as file:
            # No more is read than can ever be accepted; validation tells that it is too much.
            return file.read(CATALOG_LIMITS.max_bytes + 1)

    return FilePictures((str(path) for path in find_files(folder, Report())), read_bytes)


@contextmanager
def zip_pictures(path: Path) -> Iterator[FilePictures]:
    """The pictures of a ZIP; raises ArchiveRefusedError and OSError before the first is read."""
    with PictureArchive(path) as archive:
        members = {name: member for member, name in archive.members.items()}
        yield FilePictures(members, lambda name: archive.read(members[name]))
