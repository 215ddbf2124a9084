"""Rows name their pictures as people do; what they mean is one file, or it is told why not."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest

from catalog.imports.pictures.names import ListedNames, PictureNames, PictureNotFoundError
from catalog.imports.pictures.zip import PictureArchive

PATHS = [
    "shoes/red.jpg",
    "shoes/Blue Suede.JPG",
    "bags/red.jpg",
    "pub/media/catalog/product/m/b/mb01-blue-0.jpg",
    "hats/GRÜN.jpg",
    "Case.png",
    "case.png",
    "flat.jpg",
]
Named = Callable[[Sequence[str]], PictureNames]


@pytest.fixture(params=["folder", "zip"])
def named(request: pytest.FixtureRequest) -> Iterator[Named]:
    """The names of files in a folder, or in a ZIP: named(PATHS)."""
    with ExitStack() as opened:

        def name(paths: Sequence[str]) -> PictureNames:
            if request.param == "folder":
                return ListedNames(paths)
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for path in paths:
                    archive.writestr(path, b"")
            return opened.enter_context(PictureArchive(packed)).names

        yield name


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("shoes/red.jpg", "shoes/red.jpg"),
        ("/shoes/red.jpg", "shoes/red.jpg"),
        ("./shoes//red.jpg ", "shoes/red.jpg"),
        ("SHOES\\RED.JPG", "shoes/red.jpg"),
        ("blue suede.jpg", "shoes/Blue Suede.JPG"),
        ("/m/b/mb01-blue-0.jpg", "pub/media/catalog/product/m/b/mb01-blue-0.jpg"),
        ("mb01-blue-0.jpg", "pub/media/catalog/product/m/b/mb01-blue-0.jpg"),
        (unicodedata.normalize("NFD", "grün.jpg"), "hats/GRÜN.jpg"),
        ("Case.png", "Case.png"),
        ("case.png", "case.png"),
        ("/media/f/l/flat.jpg", "flat.jpg"),
        ("images/shoes/red.jpg", "shoes/red.jpg"),
    ],
)
def test_a_name_means_one_file(named, reference, path) -> None:
    assert named(PATHS).find(reference) == path


@pytest.mark.parametrize(
    ("code", "reference"),
    [
        ("missing", "green.jpg"),
        ("missing", "hats/red.jpg"),  # not the red one of other folders
        ("missing", ""),
        ("missing", "/"),
        ("missing", "shoes"),
        ("ambiguous", "red.jpg"),
        ("ambiguous", "CASE.png"),
        ("outside", "../red.jpg"),
        ("outside", "shoes/../../red.jpg"),
        ("outside", "..\\red.jpg"),
        ("outside", "C:\\pictures\\red.jpg"),
        ("outside", "\\\\server\\share\\red.jpg"),
        ("outside", "red.jpg\0"),
    ],
)
def test_what_is_not_there_or_not_clear_is_refused(named, code, reference) -> None:
    with pytest.raises(PictureNotFoundError) as refused:
        named(PATHS).find(reference)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_the_one_folder_that_all_was_packed_in_does_not_count(named) -> None:
    packed = named(["pictures/red.jpg", "pictures/new/blue.jpg"])
    assert packed.find("/media/r/e/red.jpg") == "pictures/red.jpg"
    with pytest.raises(PictureNotFoundError):
        packed.find("/media/b/l/blue.jpg")
