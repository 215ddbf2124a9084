"""All that is calibrated in a space: values, measured once and read by searches.

A space has a scale for pictures of the catalogue, and may have another one for shoppers' photos,
which resemble what they show less than two catalogue pictures do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from embeddings.spaces.measured.scale import CHANCE_LEVELS, Scale, ScaleError


@dataclass(frozen=True, kw_only=True)
class Scales:
    """All that is calibrated in a space; nothing before its first pictures are."""

    pictures: int | None = None
    """So many the space had when it was measured."""
    catalogue: Scale | None = None
    """For two pictures of the catalogue."""
    photos: Scale | None = None
    """For a shopper's photo and a picture of the catalogue."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """As kept in `EmbeddingSpace.calibration`; {} before anything was measured."""
        if "median" in values:  # as written before there were two scales
            return cls(pictures=values.get("pictures"), catalogue=_read_chance(values))
        names = [name for name in ("catalogue", "photos") if values.get(name)]
        scales = {name: Scale.from_json(values[name]) for name in names}
        return cls(pictures=values.get("pictures"), **scales)

    def to_json(self) -> dict[str, Any]:
        return {
            "pictures": self.pictures,
            "catalogue": self.catalogue.to_json() if self.catalogue else None,
            "photos": self.photos.to_json() if self.photos else None,
        }


def _read_chance(values: Mapping[str, Any]) -> Scale | None:
    try:
        return Scale(
            levels=CHANCE_LEVELS,
            cosines=(values["median"], values["p99"], 1.0),
            blocks={
                name: (block["median"], block["p99"], 1.0)
                for name, block in values["blocks"].items()
            },
        )
    except (ScaleError, KeyError):
        return None
