"""What a space may have been calibrated to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embeddings.spaces.measured.scale import Scale
from embeddings.spaces.measured.scales import Scales


def calibration(
    *cosines: float,
    levels: tuple[float, ...] = (0, 50, 100),
    floor: int = 20,
    blocks: Mapping[str, tuple[float, ...]] | None = None,
    pictures: int = 100,
) -> dict[str, Any]:
    """A scale on which these cosines have these points, as `EmbeddingSpace.calibration` keeps it.

    The same picture, a cosine of 1, has 100 unless it is given.
    """
    given = cosines if len(cosines) == len(levels) else (*cosines, 1.0)
    scale = Scale(levels=levels, cosines=given, blocks=blocks or {}, floor=floor)
    return Scales(pictures=pictures, catalogue=scale).to_json()
