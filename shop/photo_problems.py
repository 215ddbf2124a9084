"""What a shopper is told, and with which status, when a photo search does not work out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalog.images.validation import PictureRefusedError, ValidationBusyError
from embeddings.photos.errors import PhotosUnavailableError, PhotoUnusableError
from recommendations.request.block_weights import BlockWeightsInvalidError
from web.rate_limits import RateLimitedError

logger = logging.getLogger(__name__)

VALIDATION_RETRY_AFTER_SECONDS = 1
BUSY = "Too many photos are being looked at just now. Please try again in a moment."
AWAY = "Photo search is taking a short break. Please try again in a moment."


@dataclass
class PhotoSearchError(Exception):
    """A photo search that did not work out; retry_after_seconds where coming back helps."""

    status: int
    sentence: str
    retry_after_seconds: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        seconds = self.retry_after_seconds
        return {} if seconds is None else {"Retry-After": str(seconds)}


@contextmanager
def told_to_shoppers() -> Iterator[None]:
    """Turn refusals from below into PhotoSearchError; PhotoGoneError has a page of its own."""
    try:
        yield
    except (PictureRefusedError, PhotoUnusableError, BlockWeightsInvalidError) as error:
        raise PhotoSearchError(400, str(error)) from error
    except RateLimitedError as error:
        raise PhotoSearchError(429, str(error), error.retry_after_seconds) from error
    except ValidationBusyError as error:
        raise PhotoSearchError(503, BUSY, VALIDATION_RETRY_AFTER_SECONDS) from error
    except PhotosUnavailableError as error:
        # The reason is for staff: it may name files and servers.
        logger.warning("photo search is unavailable: %s", error)
        raise PhotoSearchError(503, AWAY, error.retry_after_seconds) from error
