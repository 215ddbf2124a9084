"""What a worker saw in a shopper's photo: the things in it, and where those lie in a space."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from embeddings.photos.region import WHOLE, Region
from embeddings.pipeline import Box, Framing, around
from embeddings.spaces.measured.scale import Scale


@dataclass(frozen=True, kw_only=True)
class PhotoLook:
    """What is searched with, which part of the photo that is, and what else is in it."""

    vectors: tuple[tuple[float, ...], ...]
    """(Q, D) unit; a product is as similar as it is to the nearest of them."""
    framing: Framing
    """How the photo was shown to the encoder; photos framed alike have a mean of their own."""
    used: tuple[Region, ...]
    """The parts of the photo that were looked at; one, unless there are several things."""
    proposed: tuple[Box, ...] = ()
    """The things that were found in the photo, whether or not they were looked at."""
    by_default: tuple[Region, ...] = (WHOLE,)
    """The parts that are looked at unless others are asked for."""
    scale: Scale | None = None
    """What its cosines say as points; None: nothing is known of that yet."""
    size: tuple[int, int] = (1, 1)
    """Width and height of the kept photo, in pixels."""

    @property
    def part(self) -> Region:
        """The part of the photo that holds all that was looked at."""
        return around(self.used)

    def told(self) -> dict[str, Any]:
        """As JSON, for the cache."""
        return {
            "vectors": [[round(value, 6) for value in vector] for vector in self.vectors],
            "framing": self.framing,
            "used": self.used,
            "proposed": [asdict(box) for box in self.proposed],
            "by_default": self.by_default,
            "scale": self.scale.to_json() if self.scale else None,
            "size": self.size,
        }

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> PhotoLook:
        """From `told()`."""
        return cls(
            vectors=tuple(tuple(vector) for vector in told["vectors"]),
            framing=told["framing"],
            used=_regions(told["used"]),
            proposed=tuple(Box(**box) for box in told["proposed"]),
            by_default=_regions(told["by_default"]),
            scale=Scale.from_json(told["scale"]) if told["scale"] else None,
            size=(told["size"][0], told["size"][1]),
        )


def _regions(told: Iterable[Sequence[float]]) -> tuple[Region, ...]:
    return tuple((x, y, width, height) for x, y, width, height in told)
