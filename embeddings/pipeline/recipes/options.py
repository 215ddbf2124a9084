"""The options of a recipe's part: how it pools, how large it looks, what it is projected to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.pipeline.encoders.registry import POOLINGS, Encoder, get_encoder

MAX_WHITENING = 0.5
_PROJECTION = re.compile(r"pca(\d{1,6})(?:\^(\d+(?:\.\d+)?|\.\d+))?", re.ASCII)


@dataclass(frozen=True)
class ProjectionOption:
    """What a projection is to be fitted to."""

    dimensions: int
    whitening: float = 0.0  # power of its variance that each axis is divided by, 0 to 0.5

    def __str__(self) -> str:
        return f"pca{self.dimensions}" + (f"^{self.whitening!r}" if self.whitening else "")

    @property
    def without_whitening(self) -> ProjectionOption:
        return ProjectionOption(self.dimensions)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a part of a recipe says about its encoder."""

    pooling: str  # empty if it says nothing
    preprocessing: str
    projection: ProjectionOption | None


def parse_options(encoder: Encoder, options: Sequence[str]) -> Options:
    """Read the options of an encoder, in any order.

    Raises ValueError on one that is unknown or makes no sense, or two of a kind.
    """
    poolings = [option for option in options if option in encoder.poolings]
    sides = [option for option in options if option in encoder.framings]
    projections = [option for option in options if option.startswith("pca")]
    for option in options:
        if option not in (*poolings, *sides, *projections):
            raise ValueError(_refuse_unknown(encoder, option))
    if max(len(poolings), len(sides), len(projections)) > 1:
        raise ValueError(
            f"{encoder.name} takes one pooling, one side and one projection; "
            f"got {':'.join(options)}."
        )
    # A projection that goes for its companions as well must fit the smallest of them.
    companions = [] if poolings else [name for name, _ in encoder.companions]
    most = min(get_encoder(name).dimensions for name in (encoder.name, *companions))
    return Options(
        pooling="".join(poolings),
        preprocessing=encoder.framings[sides[0]] if sides else encoder.preprocessing,
        projection=_parse_projection(projections[0], most) if projections else None,
    )


def _parse_projection(option: str, most: int) -> ProjectionOption:
    found = _PROJECTION.fullmatch(option)
    if found is None:
        raise ValueError(f"{option!r} is no projection; write pca256 or pca256^0.25.")
    dimensions, whitening = int(found[1]), float(found[2] or 0)
    if not 1 <= dimensions <= most:
        raise ValueError(f"{option} must keep 1 to {most} dimensions of what it projects.")
    if whitening > MAX_WHITENING:
        raise ValueError(f"The whitening of {option} must be 0 to {MAX_WHITENING}.")
    return ProjectionOption(dimensions, whitening)


def _refuse_unknown(encoder: Encoder, option: str) -> str:
    if not encoder.is_network and (option in POOLINGS or option.isdecimal()):
        return f"{encoder.name} is hand-crafted: it takes no pooling and no side."
    known = [*encoder.poolings, *encoder.framings, "a projection such as pca256"]
    return f"Unknown option {option!r} of {encoder.name}; it takes {', '.join(known)}."
