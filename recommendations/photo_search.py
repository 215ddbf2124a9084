"""Searching with a shopper's own photo: validated, shrunk, compared, forgotten in minutes."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO

from catalog.images.validation import PHOTO_LIMITS, validate_picture
from catalog.product_cards import CardCategory
from catalog.product_filter import ProductFilter
from catalog.querysets import ProductQuerySet
from embeddings.models import ImageEmbedding
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.photos.look import PhotoLook
from embeddings.photos.region import Region
from embeddings.photos.store import Photo, delete_photo, find_photo, keep_photo
from embeddings.photos.vector import look_at_photo
from embeddings.spaces.live import live_space
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import NOTHING_EMBEDDED, Answer
from recommendations.request.question import SearchOptions
from recommendations.similar import products_like

FEW = 4
"""Products that come close; with fewer, their shopper is asked what kind of thing it is."""
NEARBY = 24
MOST = 96
"""Look-alikes of one photo that a page shows, and that its facets are counted among."""


@dataclass(frozen=True)
class PhotoSearch:
    """A kept photo, what was seen in it, and the products that look like it."""

    photo: Photo
    look: PhotoLook
    answer: Answer
    nothing_close: bool = False
    """Whether there are products, and none comes close; `min_match=0` brings the nearest."""
    nearest_kinds: tuple[CardCategory, ...] = ()
    """Where little comes close: the categories of the nearest all the same, in their order."""
    counted: tuple[int, ...] = ()
    """Where `SearchOptions.counted` asks for them: ids of what would be found without filters."""

    @property
    def near(self) -> ProductQuerySet:
        """The same products, to count among them what each filter would leave."""
        return ProductFilter(in_stock=False).among(self.counted).apply()


def start_photo_search(
    upload: IO[bytes],
    *,
    region: Region | None = None,
    options: SearchOptions | None = None,
    counts: bool = True,
    keeps_waiting: bool = False,
) -> PhotoSearch:
    """Let a photo in, keep it for a quarter of an hour, and search with it.

    The photo is neither written to disk nor to the database, and carries no metadata on. `counts`:
    whether it may have a share in the mean of photos, which is over ten photos or more.
    `keeps_waiting`: whether a photo that no worker has looked at in time is kept all the same; the
    PhotosUnavailableError names it.
    Raises PictureRefusedError, ValidationBusyError, PhotoUnusableError, PhotosUnavailableError,
    BlockWeightsInvalidError.
    """
    photo = keep_photo(validate_picture(upload, limits=PHOTO_LIMITS).jpeg, counts=counts)
    try:
        return repeat_photo_search(photo.id, region=region, options=options)
    except BaseException as error:
        if keeps_waiting and isinstance(error, PhotosUnavailableError):
            error.photo = photo.id
            raise
        with suppress(PhotosUnavailableError):  # it expires; what went wrong first is what is told
            delete_photo(photo.id)
        raise


def repeat_photo_search(
    photo_id: str,
    *,
    region: Region | None = None,
    options: SearchOptions | None = None,
) -> PhotoSearch:
    """Search again with a kept photo: another region of it, or other filters.

    Without a region, with the thing that is found in it; `WHOLE` is the photo as it was taken.
    Raises PhotoGoneError, PhotoUnusableError, PhotosUnavailableError, BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    photo = find_photo(photo_id)
    space = live_space()
    if space is None:
        raise PhotosUnavailableError("The shop's pictures are not compared yet.")
    look = look_at_photo(photo_id, space=space, region=region)
    options = options or SearchOptions()
    answer = _find(look, space, options)
    nearest: tuple[CardCategory, ...] = ()
    if not answer.results and not ImageEmbedding.objects.in_space(space).ready().exists():
        # Nothing looks like the photo because nothing has been looked at yet.
        answer = replace(answer, fallback=NOTHING_EMBEDDED)
    elif len(answer.results) < min(FEW, options.limit) and options.min_match is None:
        nearest = _kinds_nearby(look, space, options)
    # The shopper also waited for the worker.
    answer = replace(answer, took_ms=(time.perf_counter() - started) * 1000)
    return PhotoSearch(
        photo,
        look,
        answer,
        nothing_close=bool(nearest and not answer.results),
        nearest_kinds=nearest,
        counted=_counted(answer, look, space, options),
    )


def _counted(
    answer: Answer, look: PhotoLook, space: SearchedSpace, options: SearchOptions
) -> tuple[int, ...]:
    """What filters choose from: the first products without any, but for those that are sold out."""
    if not (options.counted and options.filters.narrow):
        return answer.counted
    free = ProductFilter(in_stock=options.filters.in_stock)
    return _find(look, space, replace(options, filters=free, limit=0, offset=0)).counted


def _kinds_nearby(
    look: PhotoLook, space: SearchedSpace, options: SearchOptions
) -> tuple[CardCategory, ...]:
    """The categories of the nearest, however far they are."""
    nearest = _find(look, space, replace(options, min_match=0, limit=NEARBY, offset=0))
    cards = [found.card for found in nearest.results if found.card]
    return tuple({card.category.pk: card.category for card in cards}.values())


def _find(look: PhotoLook, space: SearchedSpace, options: SearchOptions) -> Answer:
    return products_like(*look.vectors, space=space, scale=look.scale, options=options)
