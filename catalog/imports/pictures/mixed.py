"""Pictures of which some lie in files and others on other people's servers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from catalog.imports.pictures.addresses import is_address
from catalog.imports.pictures.results import PictureResult, PictureSource, WantedPicture


class MixedPictures:
    """Reads each picture from where it lies; a PictureSource."""

    def __init__(self, files: PictureSource, addresses: PictureSource) -> None:
        self._files, self._addresses = files, addresses

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """See PictureSource. Files are read while servers are waited for."""
        files: deque[WantedPicture] = deque()
        named: set[str] = set()

        def addresses() -> Iterator[WantedPicture]:
            for each in wanted:
                if is_address(each.reference):
                    yield each
                elif each.reference not in named:
                    named.add(each.reference)
                    files.append(each)

        for result in self._addresses.read(addresses()):
            yield result
            if files:
                yield from self._files.read([files.popleft()])
        yield from self._files.read(files)
