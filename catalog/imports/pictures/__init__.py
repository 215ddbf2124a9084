"""The pictures that a catalogue names: from a folder, a ZIP, or by address, all read the same way.

with open_pictures(Path("pictures.zip")) as source:
    for result in source.read([WantedPicture("shoes/red.jpg"), WantedPicture("https://…")]):
        ...  # a FoundPicture, an UnchangedPicture or a RefusedPicture
"""

from catalog.imports.pictures.results import (
    FoundPicture,
    PictureResult,
    PictureSource,
    RefusedPicture,
    UnchangedPicture,
    WantedPicture,
)
from catalog.imports.pictures.source import open_pictures

__all__ = [
    "FoundPicture",
    "PictureResult",
    "PictureSource",
    "RefusedPicture",
    "UnchangedPicture",
    "WantedPicture",
    "open_pictures",
]
