"""AVIF and HEIC files that say one thing and hold another, put together from honest ones."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

import pytest

from catalog.images.iso_media.boxes import find_boxes
from catalog.images.iso_media.items import read_items
from catalog.images.iso_media.reading import PartsBudget


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full_box(kind: bytes, *content: bytes, version: int = 0) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *content)


def announce(data: bytes, width: int, height: int) -> bytes:
    """A file that says another size in its container: in every ispe box, which fits no frame."""
    assert b"ispe" in data
    forged, position = bytearray(data), -1
    while (position := forged.find(b"ispe", position + 1)) >= 0:
        forged[position + 8 : position + 16] = struct.pack(">II", width, height)
    return bytes(forged)


def coded(data: bytes) -> bytes:
    """The coded frames of a file's first item."""
    budget = PartsBudget(1_000)
    meta = next(find_boxes(memoryview(data), b"meta", parts=budget))
    return read_items(memoryview(data), meta, parts=budget)[1].payload


@pytest.fixture(scope="session")
def lying() -> Callable[[bytes, int, int], bytes]:
    return announce


@pytest.fixture(scope="session")
def stream() -> Callable[[bytes], bytes]:
    return coded


@pytest.fixture(scope="session")
def avif() -> Callable[..., bytes]:
    """(payload, tiles=..., size=...) -> an AVIF of one frame, or of a grid that draws it so often.

    chain: numbers of items, each drawn from the next one, from item 2 on.
    """

    def build(
        payload: bytes,
        *,
        tiles: int = 0,
        size: tuple[int, int] = (96, 64),
        chain: Sequence[int] = (),
    ) -> bytes:
        grid = bytes([0, 0, 0, max(tiles - 1, 0) & 255]) + struct.pack(">HH", *size)
        items = {1: (b"av01", payload)}
        inputs = {}
        if tiles:
            items[2], inputs[2] = (b"grid", grid), [1] * tiles
        for number, drawn_from in enumerate(chain, 2):
            items[number], inputs[number] = (b"grid", grid), [drawn_from]
        infos = [
            full_box(b"infe", struct.pack(">HH4sB", number, 0, kind, 0), version=2)
            for number, (kind, _) in items.items()
        ]
        references = [
            box(b"dimg", struct.pack(f">HH{len(each)}H", number, len(each), *each))
            for number, each in inputs.items()
        ]

        def meta(start: int) -> bytes:
            locations = b""
            for number, (_, content) in items.items():
                locations += struct.pack(">HHHII", number, 0, 1, start, len(content))
                start += len(content)
            return full_box(
                b"meta",
                full_box(b"iloc", bytes([0x44, 0]), struct.pack(">H", len(items)), locations),
                full_box(b"iinf", struct.pack(">H", len(infos)), *infos),
                full_box(b"iref", *references),
                box(b"iprp", box(b"ipco", full_box(b"ispe", struct.pack(">II", *size)))),
            )

        kind = box(b"ftyp", b"avif", bytes(4), b"avifmif1")
        start = len(kind) + len(meta(0)) + 8
        return kind + meta(start) + box(b"mdat", *(content for _, content in items.values()))

    return build
