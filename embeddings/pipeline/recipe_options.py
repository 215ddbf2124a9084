"""The options of a recipe's part: how it pools, how large it looks, what it is projected to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.pipeline.registry import DEFAULT_POOLING, POOLINGS, Encoder

MAX_WHITENING = 0.5
_PROJECTION = re.compile(r"pca(\d{1,6})(?:\^(\d+(?:\.\d+)?|\.\d+))?", re.ASCII)


@dataclass(frozen=True)
class ProjectionOption:
    """What a projection is to be fitted to."""

    dimensions: int
    whitening: float = 0.0  # power of its spread that each axis is divided by, 0 to 0.5

    def __str__(self) -> str:
        return f"pca{self.dimensions}" + (f"^{self.whitening:g}" if self.whitening else "")


def parse_options(
    encoder: Encoder, options: Sequence[str]
) -> tuple[str, str, ProjectionOption | None]:
    """Read the options of an encoder: its pooling, preprocessing and projection, if any.

    Raises ValueError on one that is unknown or makes no sense, or two of a kind.
    """
    unknown = [option for option in options if not _is_known(encoder, option)]
    if unknown:
        raise ValueError(_refuse_unknown(encoder, unknown[0]))
    if len(set(options)) < len(options):
        raise ValueError(f"{encoder.name} is given the same option twice.")
    # In one order, so that two ways to write a pooling down are one.
    pooling = "+".join(kind for kind in encoder.poolings if kind in options)
    if not pooling and encoder.is_network:
        pooling = DEFAULT_POOLING
    sides = [option for option in options if option in encoder.framings]
    projections = [option for option in options if option.startswith("pca")]
    if len(sides) > 1 or len(projections) > 1:
        raise ValueError(f"{encoder.name} takes one side and one projection, not several.")
    return (
        pooling,
        encoder.framings[sides[0]] if sides else encoder.preprocessing,
        _parse_projection(encoder, pooling, projections[0]) if projections else None,
    )


def _parse_projection(encoder: Encoder, pooling: str, option: str) -> ProjectionOption:
    found = _PROJECTION.fullmatch(option)
    if found is None:
        raise ValueError(f"{option!r} is no projection; write pca256 or pca256^0.25.")
    dimensions, whitening = int(found[1]), float(found[2] or 0)
    features = encoder.count_features(pooling)
    if not 1 <= dimensions <= features:
        raise ValueError(
            f"{encoder.name} gives {features} numbers; {option} must keep 1 to {features} of them."
        )
    if whitening > MAX_WHITENING:
        raise ValueError(f"The whitening of {option} must be 0 to {MAX_WHITENING}.")
    return ProjectionOption(dimensions, whitening)


def _is_known(encoder: Encoder, option: str) -> bool:
    return option in (*encoder.poolings, *encoder.framings) or option.startswith("pca")


def _refuse_unknown(encoder: Encoder, option: str) -> str:
    if not encoder.is_network and (option in POOLINGS or option.isdecimal()):
        return f"{encoder.name} is hand-crafted: it takes no pooling and no side."
    known = [*encoder.poolings, *encoder.framings, "a projection such as pca256"]
    return f"Unknown option {option!r} of {encoder.name}; it takes {', '.join(known)}."
