"""A file comes in, from staff or from a command, and is kept in private."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from django.db import transaction

from catalog.imports.models import ImportRun
from catalog.imports.pictures.zip import PictureArchive
from catalog.imports.runs.files import forget_files, index_of, keep_archive, keep_table
from catalog.imports.runs.transitions import fetch

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from catalog.models import Category, Feed

    User = AbstractBaseUser | AnonymousUser
from catalog.imports.runs.recognition.kept import recognise_run


def start(
    file: BinaryIO,
    *,
    name: str,
    user: User | None = None,
    format: str | None = None,
    pictures: BinaryIO | None = None,
    category: Category | None = None,
    feed: Feed | None = None,
) -> ImportRun:
    """Keep an upload and recognise it; see the room's own words for what it raises."""
    with transaction.atomic():
        run = _new_run(name, user=user, category=category)
        run.feed = feed
        try:
            path, run.sha256 = keep_table(file, run.pk)
            run.file = str(path)
            if pictures is not None:
                run.pictures = str(keep_archive(pictures, run.pk))
                PictureArchive(run.pictures, index=index_of(run.pk)).close()
            recognise_run(run, format=format)
        except BaseException:
            forget_files(run.pk)
            raise
    return run


def start_by_address(
    address: str,
    *,
    user: User | None = None,
    format: str | None = None,
    category: Category | None = None,
) -> ImportRun:
    """The same for a file that lies on another server; a worker fetches and recognises it."""
    place = urlsplit(address)
    name = unquote(place.path).rstrip("/").rsplit("/", 1)[-1] or place.netloc
    with transaction.atomic():
        run = _new_run(name, user=user, category=category)
        run.address, run.mapping = address, {"format": format} if format else {}
        run.save(update_fields=["address", "mapping"])
        fetch(run)
    return run


def start_in_place(
    path: Path,
    *,
    format: str | None = None,
    pictures: Path | None = None,
    category: Category | None = None,
) -> ImportRun:
    """The same for a command: pictures stay where they are. Raises OSError as well."""
    with path.open("rb") as file, transaction.atomic():
        run = _new_run(path.name, user=None, category=category)
        run.in_console = True
        try:
            kept, run.sha256 = keep_table(file, run.pk)
            run.file = str(kept)
            run.pictures = str(pictures.absolute()) if pictures else ""
            if pictures and pictures.is_file():
                PictureArchive(pictures, index=index_of(run.pk)).close()
            recognise_run(run, format=format)
        except BaseException:
            forget_files(run.pk)
            raise
    return run


def _new_run(name: str, *, user: User | None, category: Category | None) -> ImportRun:
    visible = "".join(each for each in name if each.isprintable())[-200:]
    return ImportRun.objects.create(
        name=visible or "file",
        user=user if user is not None and user.is_authenticated else None,  # type: ignore[misc]
        category=category,
    )
