"""Why a picture is not embedded, in the sentences that staff read.

A worker, which speaks no reader's language, keeps them with the row as they stand here; whoever
shows one translates it by its text.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

FILE_MISSING = gettext_noop(
    "The picture's file is missing from the media folder. Upload the picture again."
)
FILE_CHANGED = gettext_noop(
    "The picture's file is not the one that was uploaded. Upload the picture again."
)
DEGENERATE = gettext_noop(
    "The picture has nothing in it that could be compared (degenerate). Replace it."
)
STOPPED_WORKER = gettext_noop(
    "Embedding this picture stopped its worker each time. Replace the picture, or retry it."
)
