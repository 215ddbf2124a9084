"""Names that we make up, so that none says anything and none comes to mean another picture."""

from __future__ import annotations

import re
import uuid

from catalog.images.renditions import original_name
from infra.files.atomic import PART

FOLDER = "products"
PLAIN_NAME = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.[a-z]+")
"""What stands in an address as it is; every name of ours does."""


def new_picture_name() -> str:
    """Make up a name that no picture has: products/ab/<32 hex digits>.jpg."""
    digits = uuid.uuid4().hex
    # 256 folders keep each one short; a name without a meaning gives nothing of the sender away.
    return f"{FOLDER}/{digits[:2]}/{digits}.jpg"


def picture_of(file_name: str) -> str:
    """The picture that a file belongs to: .<hex>-480.jpg.part -> <hex>.jpg."""
    if file_name.endswith(PART):
        file_name = file_name.removeprefix(".").removesuffix(PART)
    return original_name(file_name)
