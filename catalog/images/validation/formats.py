"""What a file is, by its first bytes; its name and its declared type are never asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.images.validation.errors import PictureRefusedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# ISO base media files (ISO/IEC 14496-12) name themselves in the brand after "ftyp".
AVIF_BRANDS = (b"avif", b"avis")
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

REFUSED_BEGINNINGS = (
    (b"BM", _("a BMP picture")),
    (b"II*\0", _("a TIFF or camera raw picture")),
    (b"MM\0*", _("a TIFF or camera raw picture")),
    (b"II+\0", _("a TIFF picture")),
    (b"MM\0+", _("a TIFF picture")),
    (b"\0\0\1\0", _("an ICO icon")),
    (b"\0\0\2\0", _("a CUR cursor")),
    (b"icns", _("an ICNS icon")),
    (b"8BPS", _("a Photoshop document")),
    (b"\xff\x0a", _("a JPEG XL picture")),
    (b"\0\0\0\x0cJXL ", _("a JPEG XL picture")),
    (b"\xff\x4f\xff\x51", _("a JPEG 2000 picture")),
    (b"\0\0\0\x0cjP  ", _("a JPEG 2000 picture")),
    (b"%!PS", _("a PostScript document")),
    (b"\xc5\xd0\xd3\xc6", _("a PostScript document")),
    (b"PK\3\4", _("a ZIP archive or Office document")),
    (b"Rar!", _("a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", _("a 7-Zip archive")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"\xd0\xcf\x11\xe0", _("an Office document")),
    (b"MZ", _("a program")),
    (b"\x7fELF", _("a program")),
    (b"\x1aE\xdf\xa3", _("a video")),
)
TEXT_KINDS = (
    (re.compile(rb"<svg[\s>]", re.IGNORECASE), _("an SVG drawing")),
    (re.compile(rb"<(!doctype html|html|head|body|script)\b", re.IGNORECASE), _("an HTML page")),
    (re.compile(rb"<\?xml\b"), _("an XML document")),
)


def picture_format(data: bytes) -> str:
    """Name the format of a picture, or say what the file is instead.

    Returns Pillow's name: JPEG, PNG, WEBP, AVIF, HEIF or GIF. Raises PictureRefusedError.
    """
    if not data:
        raise PictureRefusedError("empty", _("The file is empty."))
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if brand in AVIF_BRANDS or (brand in (b"mif1", b"msf1") and b"avif" in _brands(data)):
        return "AVIF"
    if brand in HEIC_BRANDS:
        return "HEIF"
    known = _other_kind(data)
    if known:
        raise PictureRefusedError(
            "format",
            _("This is %(kind)s; pictures must be JPEG, PNG, WebP, AVIF, HEIC or GIF."),
            kind=known,
        )
    raise PictureRefusedError(
        "format",
        _("This is not a picture that can be read here: use JPEG, PNG, WebP, AVIF, HEIC or GIF."),
    )


def _brands(data: bytes) -> bytes:
    """All brands that an ISO base media file claims, as the bytes of its first box."""
    return data[8 : max(16, min(int.from_bytes(data[:4], "big"), 256))]


def _other_kind(data: bytes) -> _StrPromise | None:
    """Say what a file is that is no picture of ours, where its beginning tells."""
    head = data[:1024]
    if b"%PDF-" in head:
        return _("a PDF document")
    for beginning, kind in REFUSED_BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[4:8] == b"ftyp":
        return _("a video")
    for pattern, kind in TEXT_KINDS:
        if pattern.search(head):
            return kind
    return None
