"""The form of ids in addresses."""

from __future__ import annotations

from django.urls.converters import StringConverter


class PhotoIdConverter(StringConverter):
    """Ids of photos as embeddings.photos.store makes them: nothing else reaches the cache."""

    regex = "[A-Za-z0-9_-]{22}"
