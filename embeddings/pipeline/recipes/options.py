"""The options of a recipe's part: how it pools, how large it looks, what it is projected to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from embeddings.pipeline.encoders.registry import POOLINGS, Encoder, get_encoder
from embeddings.pipeline.vectors.labels import Source

MAX_WHITENING = 0.5
_PCA = re.compile(r"pca(\d{1,6})(?:\^(\d+(?:\.\d+)?|\.\d+))?", re.ASCII)
_WCCN = re.compile(r"wccn(\d{1,6})(?:@([a-z]+))?", re.ASCII)
_KINDS = ("pca", "wccn")

ALL_SOURCES: tuple[Source, ...] = ("family", "category")
"""What a projection within classes learns from unless it names one of them, or `product`."""


@dataclass(frozen=True)
class ProjectionOption:
    """What a projection is to be fitted to."""

    dimensions: int
    whitening: float = 0.0  # power of its variance that each axis is divided by, 0 to 0.5
    within: tuple[Source, ...] = ()
    """What belongs together, where the projection is learnt within classes; nothing for PCA."""

    def __str__(self) -> str:
        if not self.within:
            return f"pca{self.dimensions}" + (f"^{self.whitening!r}" if self.whitening else "")
        source = "" if self.within == ALL_SOURCES else f"@{self.within[0]}"
        return f"wccn{self.dimensions}{source}"

    @property
    def without_whitening(self) -> ProjectionOption:
        return replace(self, whitening=0.0)


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
    projections = [option for option in options if option.startswith(_KINDS)]
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
    pca, wccn = _PCA.fullmatch(option), _WCCN.fullmatch(option)
    if wccn is not None:
        return _keep(option, ProjectionOption(int(wccn[1]), within=_sources(option, wccn[2])), most)
    if pca is None:
        raise ValueError(
            f"{option!r} is no projection; write pca256, pca256^0.25, wccn64 or wccn64@product."
        )
    whitening = float(pca[2] or 0)
    if whitening > MAX_WHITENING:
        raise ValueError(f"The whitening of {option} must be 0 to {MAX_WHITENING}.")
    return _keep(option, ProjectionOption(int(pca[1]), whitening), most)


def _keep(option: str, chosen: ProjectionOption, most: int) -> ProjectionOption:
    if not 1 <= chosen.dimensions <= most:
        raise ValueError(f"{option} must keep 1 to {most} dimensions of what it projects.")
    return chosen


def _sources(option: str, named: str | None) -> tuple[Source, ...]:
    if named is None:
        return ALL_SOURCES
    for source in get_args(Source):
        if source == named:
            return (source,)
    raise ValueError(
        f"{option} cannot be learnt: after @ stands one of {', '.join(get_args(Source))}."
    )


def _refuse_unknown(encoder: Encoder, option: str) -> str:
    if not encoder.is_network and (option in POOLINGS or option.isdecimal()):
        return f"{encoder.name} is hand-crafted: it takes no pooling and no side."
    known = [*encoder.poolings, *encoder.framings, "a projection such as pca256"]
    return f"Unknown option {option!r} of {encoder.name}; it takes {', '.join(known)}."
