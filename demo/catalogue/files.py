"""A demo product's pictures as files: what a drawing process hands over."""

from __future__ import annotations

import io

from demo.catalogue.drawing import draw_picture
from demo.catalogue.records import DemoProduct


def draw_files(product: DemoProduct) -> list[bytes]:
    """Draw all pictures of a product, in order, each as a lossless PNG file."""
    return [_encode(product, number) for number in range(len(product.pictures))]


def _encode(product: DemoProduct, number: int) -> bytes:
    file = io.BytesIO()
    # Quick rather than small: the file lives for milliseconds.
    draw_picture(product, product.pictures[number]).save(file, "PNG", compress_level=1)
    return file.getvalue()
