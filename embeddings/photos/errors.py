"""Why a photo cannot be searched with."""

from __future__ import annotations

from embeddings.conf import conf


class PhotoGoneError(Exception):
    """The photo has expired or was deleted."""


class PhotoUnusableError(Exception):
    """The photo, or the region of it, cannot be compared; the message says why."""


class PhotosUnavailableError(Exception):
    """No worker answered in time; coming back in `retry_after_seconds` is worth it."""

    photo = ""
    """The id of the photo, where it is kept for who comes back."""

    @property
    def retry_after_seconds(self) -> int:
        return conf.PHOTO_RETRY_AFTER_SECONDS
