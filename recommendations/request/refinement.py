"""How a shopper refines what looks alike: by examples, by a wish, and by what counts how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.models import Product
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.request.wish import Wish

SHAPE, COLOUR = "visual", "colour"
STEP = 10  # percent: finer than anybody sees in a row of twelve


@dataclass(frozen=True, kw_only=True)
class Refinement:
    """What is asked beside a product; nothing at all is the product's own similar items."""

    wish: Wish = field(default_factory=Wish)
    more: tuple[Product, ...] = ()
    """More like these, too."""
    less: tuple[Product, ...] = ()
    """Less like those."""
    colour: int | None = None
    """How much colour counts, in percent, and shape the rest; None: as the space has it."""

    @property
    def weights(self) -> Mapping[str, float] | None:
        """The same as weights of the space's blocks."""
        if self.colour is None:
            return None
        return {SHAPE: (100 - self.colour) / 100, COLOUR: self.colour / 100}


def own_colour_share(space: SearchedSpace) -> int | None:
    """How much colour counts in a space, in percent, to the next STEP; None where it has no choice.

    There is one between shape and colour, and only where a space compares both and nothing else.
    """
    if {block.name for block in space.blocks} != {SHAPE, COLOUR}:
        return None
    total = sum(block.weight for block in space.blocks)
    colour = sum(block.weight for block in space.blocks if block.name == COLOUR)
    return STEP * round(100 * colour / total / STEP)
