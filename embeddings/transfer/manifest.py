"""What a file of embeddings says of itself: what made its vectors, and how many there are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from embeddings.pipeline import Component, get_encoder
from embeddings.spaces.creation import MAX_RECIPE_CHARACTERS
from embeddings.transfer.errors import TransferRefusedError

FORMAT = "vitrine-embeddings"
VERSION = 1
MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 1_000_000
MAX_PICTURES = 10_000_000

_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = {"format", "version", "recipe", "components", "pictures", "sha256"}


@dataclass(frozen=True, kw_only=True)
class Array:
    """One array of the file."""

    name: str
    dtype: np.dtype[Any]
    rows: int
    columns: int

    @property
    def member(self) -> str:
        return f"{self.name}.npy"

    @property
    def row_bytes(self) -> int:
        return self.dtype.itemsize * self.columns


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The file's identity: two files with equal components hold vectors that can be compared."""

    recipe: str
    components: tuple[Component, ...]
    pictures: int
    sha256: Mapping[str, str]
    """Of the numbers of each array, by its name; says by that which arrays there are."""

    @property
    def arrays(self) -> dict[str, Array]:
        """By name, the arrays with a row for each picture; the features may be left out."""
        kinds = {
            "digests": ("u1", 32),
            "vectors": ("<f2", sum(part.dimensions for part in self.components)),
            "features": ("<f2", sum(part.feature_dimensions for part in self.components)),
        }
        return {
            name: Array(name=name, dtype=np.dtype(kind), rows=self.pictures, columns=columns)
            for name, (kind, columns) in kinds.items()
            if name in self.sha256
        }

    @property
    def projections(self) -> dict[str, Array]:
        """By sha256, the matrices that components name, each with its mean as the first column."""
        return {
            part.projection: Array(
                name=f"projections/{part.projection}",
                dtype=np.dtype("<f4"),
                rows=part.feature_dimensions,
                columns=1 + part.dimensions,
            )
            for part in self.components
            if part.projection
        }

    @property
    def has_features(self) -> bool:
        return "features" in self.sha256

    def to_bytes(self) -> bytes:
        """Write the manifest as JSON that people can read."""
        values = {
            "format": FORMAT,
            "version": VERSION,
            "recipe": self.recipe,
            "pictures": self.pictures,
            "components": [component.to_json() for component in self.components],
            "sha256": dict(self.sha256),
        }
        return json.dumps(values, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a manifest; TransferRefusedError for anything but what `to_bytes` wrote."""
        try:
            values = json.loads(data)
        except (ValueError, RecursionError):
            raise TransferRefusedError("The file's manifest is not valid JSON.") from None
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise TransferRefusedError("The file's manifest is not one of exported embeddings.")
        if values.get("version") != VERSION:
            raise TransferRefusedError(
                f"The file was written in version {values.get('version')!r} of the format; "
                f"this shop reads version {VERSION}."
            )
        if set(values) != _KEYS:
            raise TransferRefusedError(
                f"The file's manifest has the keys {', '.join(sorted(values))}; "
                f"it needs {', '.join(sorted(_KEYS))}."
            )
        return cls(
            recipe=_read_recipe(values["recipe"]),
            components=_read_components(values["components"]),
            pictures=_read_count(values["pictures"]),
            sha256=_read_hashes(values["sha256"]),
        )


def _read_recipe(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_RECIPE_CHARACTERS:
        raise TransferRefusedError("The file's manifest names no usable recipe.")
    return value


def _read_components(value: object) -> tuple[Component, ...]:
    if not isinstance(value, list) or not value:
        raise TransferRefusedError("The file's manifest names no components.")
    if not all(isinstance(component, dict) for component in value):
        raise TransferRefusedError(
            "The file's manifest describes its components in an unknown way."
        )
    try:
        parts = tuple(Component.from_json(component) for component in value)
        for part in parts:
            get_encoder(part.encoder)  # raises for one that nobody knows here
    except ValueError as error:
        raise TransferRefusedError(f"The file's components cannot be used here: {error}") from error
    return parts


def _read_count(value: object) -> int:
    if type(value) is not int or not 0 < value <= MAX_PICTURES:  # True is an int too
        raise TransferRefusedError(
            f"The file says that it holds {value!r:.40} pictures; it must be 1 to {MAX_PICTURES:,}."
        )
    return value


def _read_hashes(value: object) -> dict[str, str]:
    required = {"digests", "vectors"}
    if (
        not isinstance(value, dict)
        or not required <= set(value) <= required | {"features"}
        or not all(isinstance(text, str) and _SHA256.fullmatch(text) for text in value.values())
    ):
        raise TransferRefusedError("The file's manifest lacks the sha256 of its arrays.")
    return value
