"""Pictures that lie in a ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.imports.archives import PictureArchive
from catalog.imports.pictures.files import FilePictures


@contextmanager
def zip_pictures(path: Path) -> Iterator[FilePictures]:
    """The pictures of a ZIP; raises ArchiveRefusedError and OSError before the first is read."""
    with PictureArchive(path) as archive:
        members = {name: member for member, name in archive.members.items()}
        yield FilePictures(members, lambda name: archive.read(members[name]))
