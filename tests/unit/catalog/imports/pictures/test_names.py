"""Rows name their pictures as people do; what they mean is one file, or it is told why not."""

from __future__ import annotations

import unicodedata

import pytest

from catalog.imports.pictures.names import PictureNames, PictureNotFoundError

FILES = PictureNames(
    [
        "shoes/red.jpg",
        "shoes/Blue Suede.JPG",
        "bags/red.jpg",
        "pub/media/catalog/product/m/b/mb01-blue-0.jpg",
        "hats/GRÜN.jpg",
        "Case.png",
        "case.png",
        "flat.jpg",
    ]
)


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
def test_a_name_means_one_file(reference, path) -> None:
    assert FILES.find(reference) == path


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
def test_what_is_not_there_or_not_clear_is_refused(code, reference) -> None:
    with pytest.raises(PictureNotFoundError) as refused:
        FILES.find(reference)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_the_one_folder_that_all_was_packed_in_does_not_count() -> None:
    packed = PictureNames(["pictures/red.jpg", "pictures/new/blue.jpg"])
    assert packed.find("/media/r/e/red.jpg") == "pictures/red.jpg"
    with pytest.raises(PictureNotFoundError):
        packed.find("/media/b/l/blue.jpg")
