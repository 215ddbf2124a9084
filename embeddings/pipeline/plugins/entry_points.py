"""Encoders that installed Python packages bring along."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterator
from pathlib import Path

from embeddings.pipeline.plugins.declaration import Declaration, check_declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.folder import read_declaration

GROUP = "vitrine.encoders"


def read_entry_points() -> Iterator[tuple[str, Callable[[], Declaration]]]:
    """The names of entry points, and how to read what each declares."""
    for point in importlib.metadata.entry_points(group=GROUP):
        yield point.name, lambda point=point: _read_entry_point(point)  # type: ignore[misc]


def _read_entry_point(point: importlib.metadata.EntryPoint) -> Declaration:
    package = point.dist.name if point.dist else "a package"
    try:
        declared = point.load()
        if callable(declared):
            declared = declared()
    # Whatever a package raises, the shop goes on without its encoder.
    except Exception as error:
        raise EncoderRefusedError(
            "entry_point", name=point.name, package=package, reason=repr(error)
        ) from error
    if isinstance(declared, Path):
        return read_declaration(declared)
    if not isinstance(declared, Declaration):
        raise EncoderRefusedError(
            "entry_point", name=point.name, package=package, reason=f"it is {type(declared)}"
        )
    return check_declaration(declared, says=f"The entry point {point.name} of {package}")
