"""What an import asks of its pictures, and what it gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from catalog.images.validation import ValidatedPicture
from infra.fetch.answers.results import Validators
from infra.fetch.errors import FetchRefusedError
from infra.refusals import RefusedError


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A picture as a row names it."""

    reference: str
    """The name of a file, with or without its folders, or an address."""
    known: Validators | None = None
    """What came with it the last time, where the shop still has it."""


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture that is new or has changed, safe to keep."""

    reference: str
    picture: ValidatedPicture
    validators: Validators
    """To be kept with it, for the next time; sha256 is that of the file as it came."""


@dataclass(frozen=True, slots=True)
class UnchangedPicture:
    """A picture that is as it was the last time."""

    reference: str
    validators: Validators
    """To be kept instead of those that were known: a server may call the same bytes anew."""


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """A picture that is not to be had."""

    reference: str
    refusal: RefusedError

    @property
    def is_temporary(self) -> bool:
        """Whether the next import may well get it."""
        return isinstance(self.refusal, FetchRefusedError) and self.refusal.is_temporary


PictureResult = FoundPicture | UnchangedPicture | RefusedPicture


class PictureSource(Protocol):
    """Where the pictures of an import come from."""

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """Read pictures, one at a time in memory, in whatever order they come.

        Each reference is answered once, however often it is wanted. Raises OSError where the disk
        is full, and ValidationBusyError where others keep the decoders busy.
        """
