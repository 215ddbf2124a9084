"""Private files that another host goes on with: in the bucket, below names that no page serves.

Where pictures lie in a folder, hosts share the folder of these files too: nothing is done here.
"""

from __future__ import annotations

import os
from pathlib import Path

from catalog.images.storage import picture_storage
from infra.files.atomic import StorageUnavailableError, open_whole
from infra.files.away import StorageAwayError


def share(path: Path, name: str) -> None:
    """Let the other hosts have a file under a name. Raises StorageUnavailableError."""
    storage = picture_storage()
    if not storage.is_a_server:
        return
    try:
        with path.open("rb") as file:
            storage.request("upload_fileobj", name, Fileobj=file)
    except StorageAwayError as error:
        raise StorageUnavailableError(error) from error


def fetch_shared(name: str, path: Path) -> None:
    """Fetch a file that another host has shared, unless it is here.

    Raises FileNotFoundError where nobody has, StorageAwayError.
    """
    storage = picture_storage()
    if path.exists() or not storage.is_a_server:
        return
    os.makedirs(path.parent, mode=0o700, exist_ok=True)
    with open_whole(str(path), wait=True) as file:
        os.chmod(file.fileno(), 0o600)
        storage.request("download_fileobj", name, Fileobj=file)


def forget_shared(folder: str) -> None:
    """Delete what was shared below a folder; what cannot be deleted stays."""
    storage = picture_storage()
    if storage.is_a_server:
        storage.remove(storage.names_below(folder))
