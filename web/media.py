"""Pictures of products, served so that a browser can take them for nothing else."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.images.renditions import original_name
from catalog.images.storage import picture_storage
from catalog.models import HeldPicture, ProductImage

# Only names that catalog.images.storage makes up; they never come to mean another picture.
_NAME = re.compile(r"products/[0-9a-f]{2}/[0-9a-f]{32}(-\d{2,4}\.avif|(-\d{2,4})?\.jpg)")
_ONE_YEAR = 31_536_000
_FIVE_MINUTES = 300


@require_safe
def serve_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored picture or one of its renditions; anything else is not found.

    Pictures of products that are not published are shown to staff alone, and kept by no cache;
    those that a form holds until it is saved, to whoever uploaded them.
    What was public stays in the browsers and caches that took it while it was, for a year at most
    (docs/adr/0005-pictures-of-drafts.md).
    """
    if not _NAME.fullmatch(name):
        return _not_found()
    published = (
        ProductImage.objects.filter(image=original_name(name))
        .values_list("product__is_published", flat=True)
        .first()
    )
    if published is None and _holds(request, name):
        published = False
    elif published is None or not (published or _may_see_drafts(request)):
        return _not_found()
    found = _open_first(name, name.replace(".avif", ".jpg"), original_name(name))
    if found is None:
        return _not_found()
    kind = "avif" if found[0].endswith(".avif") else "jpeg"
    response = FileResponse(found[1], content_type=f"image/{kind}")
    if not published:
        response["Cache-Control"] = "private, no-store"
    elif found[0] == name:
        response["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
    else:  # another stands in for it, until it is drawn
        response["Cache-Control"] = f"public, max-age={_FIVE_MINUTES}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _open_first(*names: str) -> tuple[str, BinaryIO] | None:
    """The first of these files that is there: a rendition may be of a width that came later."""
    for name in names:
        with suppress(FileNotFoundError):
            return name, picture_storage().open_stored(name)
    return None


def _may_see_drafts(request: HttpRequest) -> bool:
    """Whether somebody of the staff asks; the session is only read where it matters."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    # Whoever may change a product sees it, as in the admin.
    return any(user.has_perm(f"catalog.{right}_product") for right in ("view", "change"))


def _holds(request: HttpRequest, name: str) -> bool:
    """Whether whoever asks has uploaded the picture for a form, and not saved it yet."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    return HeldPicture.objects.filter(image=original_name(name), user=user).exists()


def _not_found() -> HttpResponse:
    """404 that no cache keeps: the picture may be published a minute later."""
    return HttpResponseNotFound(headers={"Cache-Control": "no-store"})
