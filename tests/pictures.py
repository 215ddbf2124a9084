"""Plain pictures of products, drawn on the spot."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

# EXIF orientation -> how a camera held that way stores an upright scene (the inverse turn).
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def draw(colour: str = "teal", *, shape: str = "ellipse", size: int = 320) -> Image.Image:
    """A plain product on white: one shape in one colour."""
    image = Image.new("RGB", (size, size), "white")
    box = (size // 5, size // 4, size * 4 // 5, size * 3 // 4)
    getattr(ImageDraw.Draw(image), shape)(box, fill=colour, outline="black")
    return image


def encode(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """An image as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def turned(scene: Image.Image, orientation: int) -> bytes:
    """The file of a camera that was held this way (EXIF, 1 to 8) at an upright scene."""
    turn = STORED_AS[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encode(scene if turn is None else scene.transpose(turn), quality=95, exif=exif)
