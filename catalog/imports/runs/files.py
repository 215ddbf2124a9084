"""Where imports keep their files: below the data folder, and never where visitors are served."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.conf import conf
from catalog.images.storage.shared_files import fetch_shared, forget_shared, share
from catalog.images.validation.limits import MIB
from catalog.imports.archives import GIB
from catalog.imports.problems import FileRefusedError
from infra.files.atomic import write_files
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

CHUNK = MIB
_OURS = re.compile(r"/imports/([0-9]+/(?:table|pictures\.zip|taken/[0-9a-f]+\.jpg))$")


def folder_of(run_id: int) -> Path:
    """What one run keeps: its file, its pictures, and those that it took from products."""
    return Path(settings.VITRINE_DATA) / "imports" / str(run_id)


def notes_of(run_id: int) -> Path:
    """Where one run keeps what it noted of its file, while it is read in slices."""
    return folder_of(run_id) / "notes.sqlite3"


def index_of(run_id: int) -> Path:
    """Where one run keeps the names in its ZIP of pictures, while it is applied in slices."""
    return folder_of(run_id) / "pictures.sqlite3"


def table_of(run_id: int) -> Path:
    """Where one run keeps its file."""
    return folder_of(run_id) / "table"


def here(kept: str) -> Path:
    """A file that a run keeps, fetched first where another host has taken it.

    What lies elsewhere, as pictures that a command was shown, stays there. Raises StorageAwayError,
    FileNotFoundError.
    """
    found = _OURS.search(kept)
    if not found:
        return Path(kept)
    path = folder_of(0).parent / found[1]
    fetch_shared(_shared_name(path), path)
    return path


def share_kept(path: Path) -> None:
    """Let the other hosts have a file of a run. Raises StorageUnavailableError."""
    share(path, _shared_name(path))


def _shared_name(path: Path) -> str:
    return f"imports/{path.relative_to(folder_of(0).parent).as_posix()}"


def feed_file(feed_id: int) -> Path:
    """What a feed was the last time, so that a server need not send it again."""
    return Path(settings.VITRINE_DATA) / "imports" / f"feed-{feed_id}" / "table"


def keep_table(file: BinaryIO, run_id: int) -> tuple[Path, str]:
    """Keep the file itself: (where, sha256). Raises FileRefusedError, StorageUnavailableError."""
    return _keep(file, table_of(run_id), most=conf.IMPORT_MAX_MEGABYTES * MIB)


def keep_archive(file: BinaryIO, run_id: int) -> Path:
    """Keep a ZIP of pictures. Raises as `keep_table` does."""
    path, _digest = _keep(
        file, folder_of(run_id) / "pictures.zip", most=conf.ARCHIVE_MAX_GIGABYTES * GIB
    )
    return path


def forget_files(run_id: int) -> None:
    """Delete what a run keeps; whatever cannot be deleted stays."""
    shutil.rmtree(folder_of(run_id), ignore_errors=True)
    try:
        forget_shared(f"imports/{run_id}")
    except StorageAwayError as error:
        logger.warning("files of import %d stay in the bucket: %s", run_id, error.strerror)


def _keep(file: BinaryIO, path: Path, *, most: int) -> tuple[Path, str]:
    digest = hashlib.sha256()

    def chunks() -> Iterator[bytes]:
        size = 0
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise FileRefusedError(
                    "too_long",
                    _("The file is larger than %(most)s MB."),
                    most=f"{most / MIB:,.0f}",
                )
            digest.update(chunk)
            yield chunk

    # For this user alone: files of suppliers have prices that no shopper sees.
    os.makedirs(path.parent, mode=0o700, exist_ok=True)
    write_files({str(path): chunks()}, mode=0o600)
    share_kept(path)
    return path, digest.hexdigest()
