"""The part of a photo that is to be searched with."""

from __future__ import annotations

Region = tuple[float, float, float, float]
"""x, y, width, height as shares of the upright photo, 0 to 1."""

WHOLE: Region = (0.0, 0.0, 1.0, 1.0)
"""All of the photo, whatever is found in it."""
