"""Pictures that lie in files, by the names that rows call them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from catalog.images.validation import validate_picture
from catalog.imports.pictures.names import PictureNames, PictureNotFoundError
from catalog.imports.pictures.results import (
    FoundPicture,
    PictureResult,
    RefusedPicture,
    UnchangedPicture,
    WantedPicture,
)
from catalog.refusals import RefusedError
from infra.fetch.answers.results import Validators


class FilePictures:
    """Finds pictures by name among files, and reads them; a PictureSource."""

    def __init__(self, names: PictureNames, read_bytes: Callable[[str], bytes]) -> None:
        """read_bytes: the content of one of the paths; raises RefusedError and OSError."""
        self._names, self._read_bytes = names, read_bytes

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
