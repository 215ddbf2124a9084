"""How an export names pictures, and copies of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from catalog.images.storage import picture_storage
from catalog.models import ProductImage


def stored_name(image: ProductImage) -> str:
    """A path below the media folder, and below a folder of copies."""
    return image.image.name or ""


def copy_picture(image: ProductImage, folder: Path) -> str:
    """Copy a picture's file below a folder, unless it is there; its path there. Raises OSError."""
    name = stored_name(image)
    target = folder / name
    if not target.exists():
        os.makedirs(target.parent, exist_ok=True)
        with picture_storage().open_stored(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return name
