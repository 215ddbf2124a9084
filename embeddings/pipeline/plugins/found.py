"""The encoders that a shop has brought along: in its folder, and in installed Python packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.pipeline.encoders.facts import Encoder
from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.entry_points import read_entry_points
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.folder import FILE, read_declaration
from infra.process_state import PerProcess

# A shop's recipes name these; the registry, which imports this module, has them.
RESERVED = "one of Vitrine's own encoders"

Stamp = frozenset[tuple[str, int, int]]
_folder: list[Callable[[], str]] = []


def look_in(folder: Callable[[], str]) -> None:
    """Say where the shop's folder of encoders is; asked whenever it is looked at, "" for none."""
    _folder[:] = [folder]


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
        folders = list(_folders())
        stamp = _stamp_of(folders)
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


def _folders() -> Iterator[Path]:
    """The folders that declare an encoder: the shop's own, or those within it."""
    root = _folder[0]() if _folder else ""
    if not root:
        return
    try:
        yield from (each for each in (Path(root), *sorted(Path(root).iterdir())) if _declares(each))
    except OSError:  # gone, or not ours to read
        return


def _declares(folder: Path) -> bool:
    return (folder / FILE).is_file()


def _stamp_of(folders: list[Path]) -> Stamp:
    stats = ((folder, (folder / FILE).stat()) for folder in folders)
    return frozenset((str(folder), stat.st_size, stat.st_mtime_ns) for folder, stat in stats)


Reader = tuple[str, Callable[[], Declaration]]


def _read_folders(folders: list[Path]) -> Iterator[Reader]:
    for folder in folders:
        yield folder.name, lambda folder=folder: read_declaration(folder)  # type: ignore[misc]
