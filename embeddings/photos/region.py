"""The part of a photo that is to be searched with."""

from __future__ import annotations

Region = tuple[float, float, float, float]
"""x, y, width, height as shares of the upright photo, 0 to 1."""
