"""Pictures come from a folder and from a ZIP in the same way."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.imports.archives import ArchiveRefusedError
from catalog.imports.pictures import (
    FoundPicture,
    RefusedPicture,
    UnchangedPicture,
    WantedPicture,
    open_pictures,
)
from catalog.imports.pictures.folder import folder_pictures
from catalog.imports.pictures.zip import zip_pictures


@pytest.fixture
def folder(tmp_path: Path, picture: Callable[..., bytes]) -> Path:
    root = tmp_path / "pictures"
    (root / "shoes").mkdir(parents=True)
    (root / "shoes" / "Red.JPG").write_bytes(picture("red"))
    (root / "blue.jpg").write_bytes(picture("blue"))
    (root / "broken.jpg").write_bytes(picture("green")[:300])
    (root / "notes.txt").write_text("no picture")
    (root / ".hidden.jpg").write_bytes(picture("red"))
    return root


@pytest.fixture(params=["folder", "zip"])
def source(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> Iterator:
    if request.param == "folder":
        yield folder_pictures(folder)
        return
    path = tmp_path / "pictures.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*.*")):
            archive.write(file, file.relative_to(folder))
    with zip_pictures(path) as opened:
        yield opened


def read(source, *references: str, known=None) -> dict[str, Any]:
    results = list(source.read(WantedPicture(each, known) for each in references))
    assert len({each.reference for each in results}) == len(results)
    return {each.reference: each for each in results}


def test_each_reference_is_answered_once_with_its_picture(source) -> None:
    found = read(source, "shoes/red.jpg", "blue.jpg", "shoes/red.jpg")
    assert list(found) == ["shoes/red.jpg", "blue.jpg"]
    red = found["shoes/red.jpg"]
    assert isinstance(red, FoundPicture)
    assert red.picture.jpeg[:2] == b"\xff\xd8"
    assert red.picture.sha256 != found["blue.jpg"].picture.sha256


def test_what_has_not_changed_is_not_decoded_again(source) -> None:
    first = read(source, "blue.jpg")["blue.jpg"]
    again = read(source, "blue.jpg", known=first.validators)["blue.jpg"]
    assert again == UnchangedPicture("blue.jpg", first.validators)
    other = read(source, "red.jpg", known=first.validators)["red.jpg"]
    assert isinstance(other, FoundPicture)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("broken.jpg", "undecodable"),
        ("notes.txt", "format"),
        ("none.jpg", "missing"),
        (".hidden.jpg", "missing"),
        ("../pictures/blue.jpg", "outside"),
    ],
)
def test_a_bad_picture_costs_no_good_one(source, reference, code) -> None:
    found = read(source, reference, "blue.jpg")
    refused = found[reference]
    assert isinstance(refused, RefusedPicture)
    assert (refused.refusal.code, refused.is_temporary) == (code, False)
    assert isinstance(found["blue.jpg"], FoundPicture)


def test_links_and_pipes_are_no_pictures(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes((folder / "blue.jpg").read_bytes())
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "out").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.jpg")
    found = read(folder_pictures(folder), "link.jpg", "out/secret.jpg", "pipe.jpg")
    assert {each.refusal.code for each in found.values()} == {"missing"}


def test_a_file_that_goes_while_the_import_runs_is_told(folder: Path) -> None:
    source = folder_pictures(folder)
    (folder / "blue.jpg").unlink()
    found = read(source, "blue.jpg", "shoes/red.jpg")
    assert found["blue.jpg"].refusal.code == "unreadable"
    assert isinstance(found["shoes/red.jpg"], FoundPicture)


def test_a_bad_zip_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pictures.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/a.jpg", b"x")
    with pytest.raises(ArchiveRefusedError) as refused, open_pictures(path):
        pass
    assert refused.value.code == "unsafe_name"
    path.write_bytes(b"no ZIP")
    with pytest.raises(ArchiveRefusedError), open_pictures(path):
        pass
    with pytest.raises(FileNotFoundError), open_pictures(tmp_path / "none.zip"):
        pass


def test_a_name_without_files_is_told() -> None:
    with open_pictures() as source:
        (refused,) = read(source, "red.jpg").values()
    assert refused.refusal.code == "no_files"
    assert "red.jpg" in str(refused.refusal)
