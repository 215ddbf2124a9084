"""The colours of the demo shop, by the names a shopper reads."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Colourway:
    """A main colour with the two that look well on it."""

    name: str
    ground: Colour
    ink: Colour
    accent: Colour


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Stir a share (0-1) of the second colour into the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def darker(colour: Colour, share: float) -> Colour:
    """Stir in a warm black."""
    return mix(colour, (24, 18, 22), share)


def lighter(colour: Colour, share: float) -> Colour:
    """Stir in a warm white."""
    return mix(colour, (255, 251, 244), share)


def brightness(colour: Colour) -> float:
    """How light a colour looks: 0 (black) to 255 (white), with the luma weights of ITU-R BT.601."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _rgb(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


# name: ground, ink, accent
_COLOURWAYS = {
    "terracotta": "c9694a f6e4d0 7b3325",
    "rust": "a8452c f3d9b1 2f3b52",
    "coral": "f2836b fff1e4 a83a4a",
    "blush": "efc3b5 9a4453 fff6ee",
    "berry": "8c2f52 f5c9c4 e8a33d",
    "mustard": "e0a83a 4a3428 fff3d6",
    "butter": "f5de93 c9694a fffaf0",
    "sand": "d9c4a3 7a5c43 fdf6ea",
    "cream": "f3ead9 b5553c 31465c",
    "olive": "7f8246 f0e7c4 3d4126",
    "sage": "a3b696 f6f2e4 4d6651",
    "forest": "2f5f4c e9dfbf e0a83a",
    "mint": "b9dfcb 2f6f69 ffffff",
    "teal": "2b7d80 f4e6cf f2836b",
    "sky": "a3c9e2 2f4d80 ffffff",
    "cobalt": "2f52ad f3ead9 f5c644",
    "midnight": "26345a efe3cb e0a83a",
    "lilac": "bfaedb 574489 fff6ee",
    "plum": "5b3758 e8cbd9 d98e5f",
    "charcoal": "3d4147 e9e4da d6795a",
    "cloud": "e3e5e6 5f6b78 a3c9e2",
}

COLOURWAYS = {
    name: Colourway(name, *(_rgb(code) for code in codes.split()))
    for name, codes in _COLOURWAYS.items()
}

WOOD = _rgb("b98555")
PALE_WOOD = _rgb("dab88c")
BRASS = _rgb("c9a15a")
STEEL = _rgb("b9bec4")
RUBBER = _rgb("f6f2ea")
GUM = _rgb("b9834f")
LEATHER = _rgb("9c6238")
INK = _rgb("2b2a30")
