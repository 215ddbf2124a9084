"""One part of an embedding space: which encoder, with which weights, counting how much."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from embeddings.pipeline.encoders.registry import find_encoder, get_encoder

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Component:
    """Everything that decides what one block of a vector means, so that blocks can be compared.

    Raises ValueError when the parts do not fit together, as far as the encoder is known.
    """

    encoder: str
    pooling: str
    preprocessing: str
    weights_sha256: str
    dimensions: int  # of its block of the vector
    weight: float
    projection: str = ""  # sha256 of the fitted matrix; empty: the block is the features

    def __post_init__(self) -> None:
        facts = find_encoder(self.encoder)
        if facts is None:
            # An encoder that a shop had brought along and that is not there any more: the vectors
            # that it made can still be searched.
            pass
        elif facts.is_network:
            if self.pooling not in (facts.poolings or ("",)):
                raise ValueError(
                    f"Unknown pooling {self.pooling!r} for {self.encoder}; "
                    f"the known ones are {', '.join(facts.poolings)}."
                )
            if not _SHA256.fullmatch(self.weights_sha256):
                raise ValueError(f"{self.encoder} needs its weights' sha256 as 64 hex digits.")
        elif self.pooling or self.weights_sha256:
            raise ValueError(f"{self.encoder} is hand-crafted: it has no pooling and no weights.")
        if not self.preprocessing:
            raise ValueError(f"{self.encoder} needs the name of its preprocessing.")
        if self.dimensions < 1:
            raise ValueError(f"{self.encoder} needs a positive number of dimensions.")
        if not (math.isfinite(self.weight) and self.weight > 0):
            raise ValueError(f"The weight of {self.encoder} is {self.weight}; it must be above 0.")
        if self.projection and not _SHA256.fullmatch(self.projection):
            raise ValueError(f"{self.encoder} needs its projection's sha256 as 64 hex digits.")
        if facts and self.dimensions > self.feature_dimensions:
            raise ValueError(
                f"{self.encoder} gives {self.feature_dimensions} numbers; "
                f"they cannot be projected to {self.dimensions}."
            )

    @property
    def feature_dimensions(self) -> int:
        """How many numbers the encoder gives, before any projection.

        Raises ValueError where it is projected and the encoder is not there.
        """
        return get_encoder(self.encoder).dimensions if self.projection else self.dimensions

    def to_json(self) -> dict[str, Any]:
        """Describe the component as plain values for a JSON column or a manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Component:
        """Rebuild a component from `to_json`; raises ValueError on missing, extra or odd values."""
        expected = {field.name: field.type for field in fields(cls)}
        if set(values) != set(expected):
            raise ValueError(
                f"A component has the keys {', '.join(sorted(expected))}; "
                f"got {', '.join(sorted(map(str, values))) or 'none'}."
            )
        for name, kind in expected.items():
            accepted = _ACCEPTED[str(kind)]
            if not isinstance(values[name], accepted) or isinstance(values[name], bool):
                raise ValueError(f"A component's {name} must be of type {kind}.")
        return cls(**{**values, "weight": float(values["weight"])})


_ACCEPTED: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float)}


def features_key(components: Sequence[Component]) -> str:
    """Name what makes the features of these components; spaces of one key share features.

    Weights in the sum and projections come after the features and leave the key as it is.
    64 hex digits
    """
    makers = [[c.encoder, c.pooling, c.preprocessing, c.weights_sha256] for c in components]
    return hashlib.sha256(json.dumps(makers).encode()).hexdigest()
