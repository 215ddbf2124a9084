"""What a picture may be, as pages tell it before one is chosen."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.images.validation import CATALOG_LIMITS
from catalog.images.validation.limits import MEGAPIXEL, MIB

MEGABYTES = f"{CATALOG_LIMITS.max_bytes / MIB:g}"
PICTURE_RULES = format_lazy(
    gettext_lazy(
        "Up to {megabytes} MB: JPEG up to {jpeg} megapixels, HEIC up to {heic}, PNG, WebP, AVIF "
        "and GIF up to {others}."
    ),
    megabytes=MEGABYTES,
    jpeg=f"{CATALOG_LIMITS.max_jpeg_pixels / MEGAPIXEL:g}",
    heic=f"{CATALOG_LIMITS.max_heic_pixels / MEGAPIXEL:g}",
    others=f"{CATALOG_LIMITS.max_pixels / MEGAPIXEL:g}",
)


def words_of_script() -> dict[str, Any]:
    """What the page's scripts say by themselves; {braces} are filled in by them."""
    return {
        "too-big": _("Over %(megabytes)s MB: it was not sent.") % {"megabytes": MEGABYTES},
        "waits": _("Waits for its turn."),
        "sending": _("{percent} % sent"),
        "checking": _("Sent. It is being looked at."),
        "interrupted": _("The connection broke before all of it had arrived."),
        "logged-out": _(
            "You are logged out, or may not do this. Log in in another tab, then try again."
        ),
        "failed": _("The shop could not take it ({status}). Try again in a moment."),
        "again": _("Try again"),
        "forget": _("Remove"),
        "good": _("{name} is ready to be saved with the product."),
        "bad": _("{name} was not taken: {reason}"),
        "handle": _("Picture {number} of {count}: move it with the arrow keys"),
        "place": _("Picture {old} is now number {new} of {count}."),
        "cover": _("It is the cover."),
        "unsaved": _("The new order counts once you save."),
        "states": _("{ready} of {count} pictures are ready."),
        "saving-soon": _("{count} still on their way: the product is saved once they are there."),
    }
