"""What an AVIF or HEIC really holds: both are ISO base media files (ISO/IEC 14496-12, 23008-12)."""

from catalog.images.iso_media.grid import TileGrid, read_tile_grid, show_tile
from catalog.images.iso_media.outline import (
    IsoMediaOutline,
    announced_sizes,
    outline_iso_media,
)
from catalog.images.iso_media.reading import DamagedMediaError, TooManyPartsError

__all__ = [
    "DamagedMediaError",
    "IsoMediaOutline",
    "TileGrid",
    "TooManyPartsError",
    "announced_sizes",
    "outline_iso_media",
    "read_tile_grid",
    "show_tile",
]
