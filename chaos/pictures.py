"""Pictures of which each can be told from all others, and the requests that bring them."""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageColor, ImageDraw

from catalog.images.validation.jpeg import NEXT_MARKER
from tests.pictures import draw, encode

PRODUCTS = 40
_BITS = 20
_MARK = 14  # px
_COSTLY_SCANS = 40
_TOLERANCE = 24  # of 255: a colour survives two JPEGs, not a mistake


def draw_upload(number: int) -> Image.Image:
    """A thing in the colour of its number, which stands beside it in squares, one for each bit."""
    image = draw(_colour_of(number))
    pen = ImageDraw.Draw(image)
    for bit in range(_BITS):
        if number >> bit & 1:
            top = bit * _MARK
            pen.rectangle((0, top, _MARK, top + _MARK), fill="black")
    return image


def shows_upload(image: Image.Image, number: int) -> bool:
    """Whether a stored picture is the one that was sent under this number: RGB."""
    at = ((0, bit * _MARK + _MARK // 2) for bit in range(_BITS))
    bits = [sum(_pixel(image, (_MARK // 2 + x, y))) < 3 * 128 for x, y in at]
    seen = _pixel(image, (image.width // 2, image.height // 2))
    sent = ImageColor.getrgb(_colour_of(number))
    is_coloured = all(abs(a - b) <= _TOLERANCE for a, b in zip(seen, sent, strict=False))
    return is_coloured and bits == [bool(number >> bit & 1) for bit in range(_BITS)]


def path_of(number: int) -> str:
    """The pictures of the product that an upload is for."""
    return f"/api/v1/products/by-sku/CHAOS-{number % PRODUCTS}/pictures/"


def request_of(number: int) -> tuple[dict[str, str], bytes]:
    """Headers and body of an upload."""
    return _form(encode(draw_upload(number), quality=90))


def costly_request_of(number: int) -> tuple[dict[str, str], bytes]:
    """The same of a picture that costs as much as one may; no product gets it twice."""
    return _form(_costly_jpeg(number // PRODUCTS))


@cache
def _costly_jpeg(number: int) -> bytes:
    """25 megapixels in 40 scans, of which most say the same once more: 0.5 s to read."""
    image = draw_upload(number).resize((5_000, 5_000))
    jpeg = encode(image, quality=90, progressive=True)
    scans = [at.start() for at in NEXT_MARKER.finditer(jpeg) if at[1] == b"\xda"]
    last = jpeg[scans[-1] : -2]
    return jpeg[:-2] + last * (_COSTLY_SCANS - len(scans)) + jpeg[-2:]


def _form(jpeg: bytes) -> tuple[dict[str, str], bytes]:
    head = (
        b'--b\r\nContent-Disposition: form-data; name="image"; filename="p.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n"
    )
    return {"Content-Type": "multipart/form-data; boundary=b"}, head + jpeg + b"\r\n--b--\r\n"


def _colour_of(number: int) -> str:
    return f"hsl({number * 47 % 360}, {60 + number % 4 * 10}%, {34 + number % 6 * 5}%)"


def _pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    pixel = image.getpixel(at)
    if not isinstance(pixel, tuple):
        raise ValueError("the picture is not RGB")
    return tuple(int(value) for value in pixel)
