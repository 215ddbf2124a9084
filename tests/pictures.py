"""Plain pictures of products, drawn on the spot."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


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
