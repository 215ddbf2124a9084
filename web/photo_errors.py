"""What goes wrong with a photo search, told the same way by every face of the shop.

The page shows `sentence`; the API also gives `code` and `field`, which programs rely on.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.images.validation import PictureRefusedError, ValidationBusyError
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError, PhotoUnusableError
from recommendations.request.query import BlockWeightsInvalidError
from recommendations.request.wish import WordsRefusedError
from web.rate_limits import RateLimitedError

logger = logging.getLogger(__name__)

# A decoder slot is free again after a second at most.
VALIDATION_RETRY_AFTER_SECONDS = 1


@dataclass(frozen=True, kw_only=True)
class PhotoProblem:
    """Why a photo search failed, and what its sender may do about it."""

    status: int
    """Of HTTP."""
    code: str
    sentence: str
    field: str = ""
    """The part of the request that is at fault; empty where none is."""
    retry_after_seconds: int | None = None
    """When it is worth to come back; None where the same request fails again."""

    @property
    def headers(self) -> dict[str, str]:
        seconds = self.retry_after_seconds
        return {} if seconds is None else {"Retry-After": str(seconds)}


def photo_problem(error: Exception) -> PhotoProblem | None:
    """The problem that an exception from below stands for; None where it is none of a photo."""
    match error:
        case PictureRefusedError():
            return PhotoProblem(status=400, code=error.code, sentence=str(error), field="image")
        case PhotoUnusableError():
            code = "photo_unusable"
            return PhotoProblem(status=400, code=code, sentence=str(error), field="image")
        case BlockWeightsInvalidError():
            # Which blocks there are to weigh, only the live space knows.
            return PhotoProblem(status=400, code="invalid", sentence=str(error), field="weights")
        case WordsRefusedError(code="words_unavailable"):
            # No outage: a shop too small, or whose words tell nothing, stays so for now.
            return PhotoProblem(status=409, code=error.code, sentence=str(error), field=error.field)
        case WordsRefusedError():
            return PhotoProblem(status=400, code=error.code, sentence=str(error), field=error.field)
        case PhotoGoneError():
            sentence = _("This photo has expired. Upload it again.")
            return PhotoProblem(status=404, code="photo_gone", sentence=sentence)
        case RateLimitedError():
            return _later(429, "rate_limited", str(error), error.retry_after_seconds)
        case ValidationBusyError():
            return _later(503, "busy", str(error), VALIDATION_RETRY_AFTER_SECONDS)
        case PhotosUnavailableError():
            # The reason is for staff: it may name files and servers.
            logger.warning("photo search is unavailable: %s", error)
            sentence = _("Photo search is not available just now; please try again in a moment.")
            return _later(503, "unavailable", sentence, error.retry_after_seconds)
    return None


def _later(status: int, code: str, sentence: str, seconds: int) -> PhotoProblem:
    return PhotoProblem(status=status, code=code, sentence=sentence, retry_after_seconds=seconds)
