"""Pictures that an import takes from products, kept in private until it can no longer be undone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from catalog.images.storage import picture_storage
from catalog.images.validation import ValidatedPicture, as_it_is
from catalog.imports.runs.files import folder_of, here, share_kept
from catalog.models import ProductImage


def keep_picture(run_id: int, image: ProductImage) -> str:
    """Copy a picture's file away; its name, or nothing where the file is missing."""
    name = (image.image.name or "").rsplit("/", 1)[-1]
    target = _path(run_id, name)
    os.makedirs(target.parent, mode=0o700, exist_ok=True)
    try:
        with (
            picture_storage().open_stored(image.image.name or "") as source,
            target.open("wb") as file,
        ):
            shutil.copyfileobj(source, file)
    except FileNotFoundError:
        return ""
    share_kept(target)
    return name


def read_kept(run_id: int, name: str) -> ValidatedPicture:
    """The picture as it was. Raises OSError, PictureRefusedError."""
    return as_it_is(here(str(_path(run_id, name))).read_bytes())


def _path(run_id: int, name: str) -> Path:
    return folder_of(run_id) / "taken" / name
