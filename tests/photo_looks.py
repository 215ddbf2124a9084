"""What a worker says of a photo, for tests that have no worker."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from embeddings.photos.look import PhotoLook
from embeddings.photos.region import WHOLE


def look_of(vector: Iterable[float], **options: Any) -> PhotoLook:
    """A look at a photo in which nothing stands out, unless `options` say otherwise."""
    facts: dict[str, Any] = {"framing": "whole", "used": (WHOLE,), **options}
    return PhotoLook(vectors=(tuple(float(value) for value in vector),), **facts)


def told_of(vector: Iterable[float], **options: Any) -> bytes:
    """The same as the cache holds it."""
    return json.dumps(look_of(vector, **options).told()).encode()
