"""Where two pictures match in a space, component by component: asked of its encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.encoders.registry import get_encoder
from embeddings.pipeline.encoders.space_encoder import SpaceEncoder
from embeddings.pipeline.matching.cells import Cells, Exactness, Frame
from embeddings.pipeline.matching.contributions import contributions
from embeddings.pipeline.matching.outlines import cells_of_colours, cells_of_outlines
from embeddings.pipeline.matching.pooled import cells_of_map
from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.vectors.compose import weight_shares

Floats = npt.NDArray[np.float32]

_HAND_CRAFTED = {"hog": cells_of_outlines, "lab_color": cells_of_colours}
_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Heat:
    """What each cell of one picture adds to the cosine."""

    frame: Frame
    rows: int
    columns: int
    values: tuple[float, ...]
    """Row by row; those of a component sum to its cosine times its share."""


@dataclass(frozen=True, kw_only=True)
class ComponentMatch:
    """How alike one component finds two pictures, and by which places."""

    encoder: str
    block: str
    """What shoppers call what it looks at: visual or colour."""
    share: float
    """What its cosine counts in the pictures' cosine."""
    cosine: float | None
    """None where it has no cells, so that it was not looked at again."""
    exactness: Exactness
    heats: tuple[Heat, ...]
    """Of the one picture and of the other; none without cells."""

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> ComponentMatch:
        """From `told()`."""
        heats = tuple(
            Heat(
                frame=tuple(heat["frame"]),
                rows=heat["rows"],
                columns=heat["columns"],
                values=tuple(heat["values"]),
            )
            for heat in told["heats"]
        )
        return cls(**{**told, "exactness": Exactness(told["exactness"]), "heats": heats})


def match_pictures(
    encoder: SpaceEncoder, one: Image.Image, other: Image.Image
) -> tuple[ComponentMatch, ...]:
    """Look at two pictures in one pass and say by which places each component finds them alike.

    The cosines are those of their vectors but for the rounding to half precision that what is
    stored went through. Raises what the networks of the encoder raise.
    """
    images = (one, other)
    maps = encoder.feature_maps([encoder.prepare(image) for image in images])
    cells = [_cells(part, images, maps.get(part)) for part in encoder.components]
    shares = _shares(encoder.components, cells)
    return tuple(
        _match(encoder, part, pair, share)
        for part, pair, share in zip(encoder.components, cells, shares, strict=True)
    )


def _cells(
    part: Component, images: Sequence[Image.Image], maps: Floats | None
) -> list[Cells] | None:
    if describe := _HAND_CRAFTED.get(part.encoder):
        return [describe(image) for image in images]
    if maps is None:
        return None
    return [
        cells_of_map(seen, pooling=part.pooling, preprocessing=part.preprocessing, size=image.size)
        for seen, image in zip(maps, images, strict=True)
    ]


def _shares(
    components: Sequence[Component], cells: Sequence[list[Cells] | None]
) -> tuple[float, ...]:
    """What each cosine counts: its weight, more where a picture shows nothing to another one."""
    weights = weight_shares(components)
    seen = [
        sum(
            weight
            for weight, pair in zip(weights, cells, strict=True)
            if pair is None or pair[number].parts.any()
        )
        for number in (0, 1)
    ]
    length = (seen[0] * seen[1]) ** 0.5
    return tuple(weight / length if length else 0.0 for weight in weights)


def _match(
    encoder: SpaceEncoder, part: Component, pair: list[Cells] | None, share: float
) -> ComponentMatch:
    cosine: float | None = None
    exactness, heats = Exactness.NO_CELLS, tuple[Heat, ...]()
    if pair is not None:
        one, other = pair
        projection = encoder.projection_of(part)
        ours = contributions(one, other, projection)
        theirs = contributions(other, one, projection)
        cosine, exactness = round(float(ours.sum()), _DIGITS), one.exactness
        heats = (_heat(one, ours * share), _heat(other, theirs * share))
    return ComponentMatch(
        encoder=part.encoder,
        block=get_encoder(part.encoder).block,
        share=share,
        cosine=cosine,
        exactness=exactness,
        heats=heats,
    )


def _heat(cells: Cells, values: Floats) -> Heat:
    return Heat(
        frame=cells.frame,
        rows=cells.rows,
        columns=cells.columns,
        values=tuple(round(float(value), _DIGITS) for value in values),
    )
