"""What stands in the logs about requests: never the id of a shopper's photo, which opens it."""

from __future__ import annotations

import logging
import re

# Whoever knows the id of a photo can look at it for a quarter of an hour.
_PHOTO_ID = re.compile(r"(/photo/|/photo-searches/)(?!forget)[A-Za-z0-9_-]{16,}")


def hide_photo_ids(text: str) -> str:
    """A text without ids of photos: /photo/-/ in the place of /photo/Xk3.../."""
    return _PHOTO_ID.sub(r"\1-", text)


class HidePhotoIds(logging.Filter):
    """Keep ids of photos out of whatever is logged: errors name the address they happened at."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (hidden := hide_photo_ids(message)) != message:
            record.msg, record.args = hidden, None
        return True
