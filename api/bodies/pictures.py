"""Pictures as machines send them: a file, or addresses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.bodies.base import Body
from api.parameters.base import Parameters
from catalog.imports.formats.finishing import MAX_PICTURES, MAX_SOURCE
from catalog.models import ProductImage

MAX_POSITION = 32_767
_MOST_ALT = int(getattr(ProductImage._meta.get_field("alt"), "max_length", 0))


def _alt(**options: Any) -> serializers.CharField:
    return serializers.CharField(
        max_length=_MOST_ALT, allow_blank=True, help_text="What to say in its place.", **options
    )


def _position() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MAX_POSITION,
        help_text="The lowest is the cover; without it, behind the others.",
    )


class PictureUpload(Parameters):
    """A picture, as multipart/form-data."""

    image = serializers.FileField(
        allow_empty_file=True,  # validation has a sentence for it
        help_text="JPEG, HEIC, PNG, WebP, AVIF or GIF, at most 10 MB.",
    )
    alt = _alt(required=False)
    position = _position()


class PictureAddress(Body):
    """A picture that lies on another server."""

    url = serializers.CharField(max_length=MAX_SOURCE, help_text="http or https, for everybody.")
    alt = _alt(required=False)
    position = _position()


class PictureAddresses(Body):
    """Pictures that lie on other servers."""

    pictures = PictureAddress(many=True, max_length=MAX_PICTURES)  # type: ignore[call-arg]

    @classmethod
    def read(cls, given: Any, *, partial: bool = False) -> dict[str, Any]:
        sent = given.get("pictures") if isinstance(given, dict) else None
        if isinstance(sent, list) and len(sent) > MAX_PICTURES:  # DRF looks at each first
            sentence = _("At most %(most)s pictures at once.") % {"most": MAX_PICTURES}
            raise serializers.ValidationError({"pictures": [sentence]}, "max_length")
        return super().read(given, partial=partial)


class PictureOrder(Body):
    """The ids of all of a product's pictures, the cover's first."""

    order = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=1_000
    )


class PictureDescription(Body):
    """What is said of a picture."""

    alt = _alt()
