"""Where pictures are kept: whole or not at all, under names that we make up.

In a folder (`PictureStorage`), unless VITRINE_MEDIA_URL names a bucket: `bucket.BucketStorage` is
imported only there, for its packages are an extra (docs/adr/0047-pictures-in-a-bucket.md).
"""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage

from catalog.images.renditions import RENDITION_WIDTHS, avif_name, rendition_name
from catalog.images.storage.base import StoredPictures
from catalog.images.storage.folder import PictureStorage
from catalog.images.storage.names import new_picture_name

__all__ = [
    "RENDITION_WIDTHS",
    "PictureStorage",
    "StoredPictures",
    "avif_name",
    "new_picture_name",
    "picture_storage",
    "rendition_name",
]


def picture_storage() -> StoredPictures:
    """The shop's own storage, as STORAGES names it; what the catalogue promises rests on it."""
    if not isinstance(default_storage, StoredPictures):
        raise ImproperlyConfigured("STORAGES must name a StoredPictures as its default.")
    return default_storage
