"""Telling that a product gets the same picture twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from catalog.images.validation.phash import hash_distance

# Of 64 bits; a hint and no more. Of 420 pictures of a shop (88,000 pairs) 31 pairs of one style are
# that near, mostly its colours, and 4 of other styles; at 6 bits it is 42 and 13.
NEARLY_THE_SAME_BITS = 4


class Fingerprinted(Protocol):
    """A stored picture."""

    sha256: str
    phash: str


Other = TypeVar("Other", bound=Fingerprinted)


@dataclass(frozen=True)
class Alike(Generic[Other]):
    """Another picture that shows the same."""

    other: Other
    is_exact: bool
    """Whether the files are the same, byte for byte; otherwise they only look alike."""


def find_alike(picture: Fingerprinted, others: Iterable[Other]) -> Alike[Other] | None:
    """The first of the others that is the same picture, or else one that nearly is."""
    near = None
    for other in others:
        if other.sha256 == picture.sha256:
            return Alike(other, is_exact=True)
        if near is None and hash_distance(other.phash, picture.phash) <= NEARLY_THE_SAME_BITS:
            near = Alike(other, is_exact=False)
    return near
