from __future__ import annotations

import errno
import logging
import os
import re
import time
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from PIL import Image

from catalog.images.renditions import original_name
from catalog.images.storage import (
    RENDITION_WIDTHS,
    PictureStorage,
    new_picture_name,
    rendition_name,
)
from catalog.images.validation import ValidatedPicture
from infra.files.atomic import StorageUnavailableError, part_path

OUR_NAME = re.compile(r"products/([0-9a-f]{2})/\1[0-9a-f]{30}\.jpg")


@pytest.fixture
def media(tmp_path: Path) -> PictureStorage:
    return PictureStorage(location=tmp_path / "media", base_url="/media/")


@pytest.fixture
def picture() -> ValidatedPicture:
    image = Image.new("RGB", (600, 400), "teal")
    return ValidatedPicture(
        image=image,
        jpeg=b"jpeg bytes",
        width=600,
        height=400,
        sha256="0" * 64,
        phash="0" * 16,
        is_blank=False,
    )


def files_in(media: PictureStorage) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(folder, file), media.location)
        for folder, _, files in os.walk(media.location)
        for file in files
    )


def test_names_are_ours_and_never_repeat() -> None:
    names = {new_picture_name() for _ in range(500)}
    assert len(names) == 500
    assert all(OUR_NAME.fullmatch(name) for name in names)


def test_picture_is_kept_with_its_renditions(media, picture) -> None:
    name = media.save_pictures([picture])[0]
    assert OUR_NAME.fullmatch(name)
    assert media.open(name).read() == b"jpeg bytes"
    renditions = [rendition_name(name, width) for width in RENDITION_WIDTHS]
    assert files_in(media) == sorted([name, *renditions])
    assert Image.open(media.open(renditions[1])).size == (480, 320)
    assert media.url(renditions[1]) == f"/media/{renditions[1]}"


@pytest.mark.parametrize("failing", range(8))
def test_write_that_fails_anywhere_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, media, picture, failing
) -> None:
    fsync, calls = os.fsync, list[int]()

    def fail(descriptor: int) -> None:
        if len(calls) == failing:
            raise OSError(errno.ENOSPC, "no space left on device")
        calls.append(descriptor)
        fsync(descriptor)

    media.save_pictures([picture])[0]
    before = files_in(media)
    monkeypatch.setattr(os, "fsync", fail)
    try:
        media.save_pictures([picture])[0]
    except StorageUnavailableError as unavailable:
        assert unavailable.code == "full"  # noqa: PT017 - not every file system fails here
        assert files_in(media) == before
    else:  # only folders were left to flush, which not every file system can
        assert len(calls) >= 4
        assert len(files_in(media)) == 8


def test_read_only_folder_is_named(monkeypatch: pytest.MonkeyPatch, media, picture) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(errno.EROFS, "read-only file system")

    monkeypatch.setattr(os, "makedirs", refuse)
    with pytest.raises(StorageUnavailableError, match="the media folder is read-only"):
        media.save_pictures([picture])[0]
    assert files_in(media) == []


def test_deleted_picture_takes_its_renditions_and_parts_along(media, picture) -> None:
    kept, gone = media.save_pictures([picture])[0], media.save_pictures([picture])[0]
    with open(part_path(media.path(rendition_name(gone, 480))), "wb") as part:
        part.write(b"left behind")
    media.delete_picture(gone)
    media.delete_picture(gone)  # twice is no error
    media.delete_picture("")
    assert {original_name(name) for name in files_in(media)} == {kept}


def test_file_that_cannot_be_deleted_is_logged_not_raised(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, media, picture
) -> None:
    name = media.save_pictures([picture])[0]

    def refuse(path: str) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "remove", refuse)
    with caplog.at_level(logging.WARNING, logger="catalog.images.storage"):
        media.delete_picture(name)
    assert "Read-only file system" in caplog.text


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "products/../../x.jpg"])
def test_only_files_of_the_media_folder_can_be_deleted(media, name) -> None:
    with pytest.raises(SuspiciousFileOperation):
        media.delete_picture(name)


def test_old_pictures_are_listed_by_any_file_they_left(media, picture) -> None:
    whole, rendition_only, part_only, young = (media.save_pictures([picture])[0] for _ in range(4))
    for name, left in (
        (rendition_only, rendition_name(rendition_only, 160)),
        (part_only, None),
    ):
        data = media.open(name).read()
        for file in [name, *(rendition_name(name, width) for width in RENDITION_WIDTHS)]:
            if file != left:
                media.delete(file)
        if left is None:
            with open(part_path(media.path(rendition_name(name, 960))), "wb") as part:
                part.write(data)
    hour_ago = time.time() - 3600
    for file in files_in(media):
        if os.path.basename(young)[:32] not in file:
            os.utime(media.path(file), (hour_ago, hour_ago))
    old = [name for page in media.old_pictures(older_than_seconds=900) for name in page]
    assert old == sorted([whole, rendition_only, part_only])
    for name in old:
        media.delete_picture(name)
    assert {original_name(name) for name in files_in(media)} == {young}


def test_no_pictures_are_old_where_there_is_no_folder(media) -> None:
    assert list(media.old_pictures(older_than_seconds=0)) == []


@pytest.mark.parametrize(
    "client_name",
    ["cat.jpg", "../../etc/passwd", "商" * 84 + ".jpg", "a\0b.jpg", "‮gpj.exe", "x" * 300, ""],
)
def test_name_of_the_client_is_never_used(media, client_name) -> None:
    assert OUR_NAME.fullmatch(media.generate_filename(client_name))


def test_stock_save_is_atomic_too(monkeypatch: pytest.MonkeyPatch, media) -> None:
    assert media.save("notes/one.txt", ContentFile(b"kept")) == "notes/one.txt"
    assert media.open("notes/one.txt").read() == b"kept"

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageUnavailableError):
        media.save("notes/two.txt", ContentFile(b"lost"))
    assert files_in(media) == ["notes/one.txt"]
