"""Pictures that lie on other people's servers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Self

from catalog.conf import conf
from catalog.images.validation import validate_picture
from catalog.images.validation.formats import picture_format
from catalog.images.validation.limits import CATALOG_LIMITS
from catalog.imports.pictures.results import (
    FoundPicture,
    PictureResult,
    RefusedPicture,
    UnchangedPicture,
    WantedPicture,
)
from catalog.refusals import RefusedError
from infra.fetch.answers.results import Unchanged
from infra.fetch.bulk import BulkFetcher, Delivery, Wanted
from infra.fetch.session import FetchSession

# No formats by name: servers that can choose would send what they made small for their own pages.
ACCEPT = "image/*,*/*;q=0.1"


def is_address(reference: str) -> bool:
    """Whether a row means an address, and not the name of a file."""
    return "://" in reference or reference.lstrip().startswith("//")


class AddressPictures:
    """Fetches pictures by their addresses, for one run of an import; a PictureSource.

    Only beginnings of other things are fetched: what a file is, its first bytes tell.
    """

    def __init__(self, *, open_session: Callable[[], FetchSession] = FetchSession) -> None:
        self._fetcher = BulkFetcher(
            max_bytes=CATALOG_LIMITS.max_bytes,
            at_once=conf.PICTURES_FETCHED_AT_ONCE,
            most=conf.PICTURES_FETCHED_MOST,
            accept=ACCEPT,
            check_start=picture_format,
            open_session=open_session,
        )

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """See PictureSource. Decodes here and not in the threads that fetch."""
        asked = (Wanted(url=each.reference, known=each.known) for each in wanted)
        for delivery in self._fetcher.fetch(asked):
            yield _result(delivery)

    def close(self) -> None:
        """End what is still being fetched."""
        self._fetcher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _result(delivery: Delivery) -> PictureResult:
    reference, outcome, body = delivery.wanted.url, delivery.outcome, delivery.body
    if isinstance(outcome, RefusedError):
        return RefusedPicture(reference, outcome)
    if isinstance(outcome, Unchanged) or body is None:
        return UnchangedPicture(reference, outcome.validators)
    try:
        with body:
            return FoundPicture(reference, validate_picture(body), outcome.validators)
    except RefusedError as refusal:
        return RefusedPicture(reference, refusal)
