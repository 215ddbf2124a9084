"""Pictures of products, served so that a browser can take them for nothing else."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# Only names that catalog.images.storage makes up; they never come to mean another picture.
_NAME = re.compile(r"products/[0-9a-f]{2}/[0-9a-f]{32}(-\d{2,4})?\.jpg")
_ONE_YEAR = 31_536_000


@require_safe
def serve_picture(request: HttpRequest, name: str) -> FileResponse:
    """A stored picture or one of its renditions; anything else is not found."""
    if not _NAME.fullmatch(name):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
