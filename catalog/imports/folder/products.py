"""Which pictures of a folder show one product, and where it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from catalog.imports.folder.categories import name_categories
from catalog.imports.folder.names import composed, digest, says_nothing
from catalog.imports.folder.report import Report
from catalog.imports.folder.walk import find_pictures

_VIEW = re.compile(r"[-_ ](alt\d*|back|front|main|side)$", re.IGNORECASE)
_NUMBER = re.compile(r"[-_ ]\d{1,2}$")
_NUMBER_OF_WINDOWS = re.compile(r"[-_ ]?\(\d{1,2}\)$")


@dataclass(frozen=True)
class FolderProduct:
    """A product as a folder shows it."""

    folder: Path
    """What is imported, absolute."""
    category: tuple[str, ...]
    """The names of the folders it lies in, outermost first."""
    category_names: tuple[str, ...]
    """What their categories are called."""
    name: str
    pictures: tuple[Path, ...]
    """Paths below the folder."""

    @property
    def sku(self) -> str:
        """The same for the same place in a folder, wherever that lies."""
        return digest(*self.category, self.name)[:16]

    @property
    def sku_of_folder(self) -> str:
        """One for this very folder, should another with the same names in it be there already."""
        return digest(str(self.folder), *self.category, self.name)[:16]


def find_products(folder: Path, report: Report) -> list[FolderProduct]:
    """The products of a folder and its sub-folders.

    Pictures of one folder whose names differ only in a trailing number or view (`bag-1.jpg`,
    `bag (2).jpg`, `bag_alt.jpg`) show one product, in the order of their names. A number that has
    views of its own (`bag-1.jpg`, `bag-1_back.jpg`) is the product's.
    """
    paths = list(find_pictures(folder, report))
    with_views = {_place_of(path) for path in paths if _VIEW.search(path.stem)}
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        place = _place_of(path)
        if place not in with_views:
            place = place.parent / _without_number(place.name)
        groups.setdefault(place, []).append(path)
    folders = {place: place.parts[:-1] or (folder.name,) for place in groups}
    called = name_categories(folders.values())
    return [
        FolderProduct(folder, within, called[within], place.name, tuple(groups[place]))
        for place, within in folders.items()
    ]


def _place_of(path: Path) -> Path:
    """A picture's path with neither its view nor its ending."""
    return Path(composed(str(path.parent / (_VIEW.sub("", path.stem) or path.stem))))


def _without_number(name: str) -> str:
    """bag-2, bag (2) -> bag. Of names that a machine gave, image (2) is one of many things."""
    plain = _NUMBER.sub("", name)
    if not says_nothing(name):
        plain = _NUMBER_OF_WINDOWS.sub("", plain)
    return plain or name
