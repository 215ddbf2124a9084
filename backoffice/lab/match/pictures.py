"""The two pictures of a match, as an address names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.lab.photo import is_photo_id
from catalog.models import ProductImage
from embeddings.matches.named import Named


class NoSuchPictureError(ValueError):
    """The message says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture as a page shows it."""

    named: Named
    name: str
    address: str
    size: tuple[int, int] | None
    """Width and height, px; None of a photo, which the cache alone knows."""


def shown(text: str) -> Shown:
    """From picture:12, or photo:<id>; raises NoSuchPictureError."""
    kind, _colon, value = text.partition(":")
    if kind == "photo" and is_photo_id(value):
        address = reverse("admin:evaluation_judgement_photo", args=[value])
        return Shown(named=Named.photo(value), name=_("the photo"), address=address, size=None)
    if kind == "picture" and re.fullmatch(r"\d{1,18}", value, re.ASCII):
        found = ProductImage.objects.filter(pk=int(value)).select_related("product")
        if image := found.first():
            return Shown(
                named=Named.picture(image.pk),
                name=str(image.product),
                address=image.url_at(480),
                size=(image.width, image.height),
            )
    raise NoSuchPictureError(_("This picture is no longer there."))
