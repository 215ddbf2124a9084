"""What a shopper is told, and with which status, when a photo search does not work out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalog.gate import GateBusy, PictureRefused
from embeddings.photos import PhotosUnavailable, PhotoUnusable
from recommendations.rate_limits import RateLimited
from recommendations.sliders import WeightsInvalid

logger = logging.getLogger(__name__)

GATE_RETRY_AFTER_SECONDS = 1
BUSY = "Too many photos are being looked at just now. Please try again in a moment."
AWAY = "Photo search is taking a short break. Please try again in a moment."


@dataclass
class PhotoProblem(Exception):
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
    """Turn what the rooms below say no with into PhotoProblem; PhotoGone has a page of its own."""
    try:
        yield
    except (PictureRefused, PhotoUnusable, WeightsInvalid) as error:
        raise PhotoProblem(400, str(error)) from error
    except RateLimited as error:
        raise PhotoProblem(429, str(error), error.retry_after_seconds) from error
    except GateBusy as error:
        raise PhotoProblem(503, BUSY, GATE_RETRY_AFTER_SECONDS) from error
    except PhotosUnavailable as error:
        # The reason is for staff: it may name files and servers.
        logger.warning("photo search is unavailable: %s", error)
        raise PhotoProblem(503, AWAY, error.retry_after_seconds) from error
