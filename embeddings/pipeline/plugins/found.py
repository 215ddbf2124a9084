"""The encoders that a shop has brought along: in its folder, and in installed Python packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.pipeline.encoders.facts import Encoder
from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.entry_points import read_entry_points
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.folder import read_declaration
from embeddings.pipeline.plugins.folders import Stamp, folders_of_encoders
from infra.process_state import PerProcess

# A shop's recipes name these; the registry, which imports this module, has them.
RESERVED = "one of Vitrine's own encoders"


@dataclass(frozen=True)
class Found:
    """What one look found, and what it refused, by name."""

    stamp: Stamp
    encoders: Mapping[str, Encoder]
    refused: Mapping[str, EncoderRefusedError]


class Plugins:
    """The encoders that a shop has brought along, looked for anew when its folder has changed."""

    def __init__(self) -> None:
        self._found: Found | None = None

    def look(self) -> Found:
        """What there is now."""
        folders, stamp = folders_of_encoders()
        found = self._found  # of the moment: another thread may put a newer one there
        if found is None or found.stamp != stamp:
            found = self._found = _find(folders, stamp)
        return found


plugins = PerProcess(Plugins)


def _find(folders: list[Path], stamp: Stamp) -> Found:
    from embeddings.pipeline.encoders.registry import ENCODERS

    encoders: dict[str, Encoder] = {}
    refused: dict[str, EncoderRefusedError] = {}
    for name, read in (*_read_folders(folders), *read_entry_points()):
        try:
            declared = read()
            if declared.name in ENCODERS or declared.name in encoders:
                by = RESERVED if declared.name in ENCODERS else "another one"
                raise EncoderRefusedError(
                    "name_taken", file=declared.file, name=declared.name, by=by
                )
            encoders[declared.name] = declared.to_encoder()
        except EncoderRefusedError as error:
            refused[name] = error
    return Found(stamp, encoders, refused)


def _read_folders(folders: list[Path]) -> Iterator[tuple[str, Callable[[], Declaration]]]:
    for folder in folders:
        yield folder.name, lambda folder=folder: read_declaration(folder)  # type: ignore[misc]
