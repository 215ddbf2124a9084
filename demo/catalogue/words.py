"""Words for what is seen: patterns and colours as a shopper would put them."""

from __future__ import annotations

from demo.catalogue.palette import COLOURWAYS, Colour

# pattern: how a description names it; the colour of its ink follows.
PATTERN_PHRASES = {
    "stripes": "Broad, even stripes",
    "fine stripes": "Fine level stripes",
    "pinstripes": "Slim upright lines",
    "bands": "Bands of different heights",
    "zigzag": "Rows of sharp zigzag",
    "gingham": "A small gingham check",
    "tartan": "A tartan check",
    "argyle": "Argyle diamonds with crossing threads",
    "harlequin": "Tall harlequin diamonds",
    "blocks": "Triangles and dots in a playful grid",
    "dashes": "Short herringbone dashes",
    "dots": "Large dots",
    "pin dots": "Tiny dots",
    "waves": "Rolling waves",
    "scallops": "Rows of overlapping scallops",
    "floral": "Open flowers and small leaves",
    "leaves": "Upright sprigs of leaves",
    "terrazzo": "Terrazzo chips",
    "speckle": "Fine speckles",
    "brush strokes": "Loose brush strokes",
}

_PLAIN_COLOURS: dict[str, Colour] = {
    "white": (255, 253, 250),
    "cream": (245, 232, 208),
    "pale pink": (243, 203, 200),
    "navy": (44, 60, 92),
    "blue": (60, 84, 140),
    "grey": (96, 106, 120),
    "brown": (96, 68, 50),
    "brick": (160, 62, 60),
    "gold": (230, 170, 56),
    "orange": (224, 134, 96),
    "green": (60, 104, 90),
    "violet": (90, 70, 138),
    "black": (52, 50, 46),
    "sky blue": (163, 201, 226),
}


def colour_word(colour: Colour) -> str:
    """The plain word for a colour: the nearest of a few."""

    def distance(word: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, _PLAIN_COLOURS[word], strict=True))

    return min(_PLAIN_COLOURS, key=distance)


def describe_pattern(pattern: str, colour: str, made: str) -> str:
    """One sentence on a pattern and its colours."""
    if pattern == "plain":
        return f"In plain {colour}, with nothing to distract from the form."
    colourway = COLOURWAYS[colour]
    second = colour_word(colourway.accent if pattern == "speckle" else colourway.ink)
    return f"{PATTERN_PHRASES[pattern]} in {second} on {colour}, {made}."
