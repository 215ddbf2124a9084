"""Where a shop keeps encoders of its own, and whether anything has changed there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from embeddings.pipeline.plugins.folder import FILE

Stamp = frozenset[tuple[str, int, int, int]]
"""Of each declaration: its folder, bytes, and when it and the list of its folder's files were last
written, in ns: the model may be copied after what declares it."""

_folder: list[Callable[[], str]] = []


def look_in(folder: Callable[[], str]) -> None:
    """Say where the shop's folder of encoders is; asked whenever it is looked at, "" for none."""
    _folder[:] = [folder]


def folders_of_encoders() -> tuple[list[Path], Stamp]:
    """The folders that declare an encoder: the shop's own, or those within it; and their stamp."""
    root = _folder[0]() if _folder else ""
    if not root:
        return [], frozenset()
    try:
        inside = sorted(Path(root).iterdir())
    except OSError:  # gone, or not ours to read
        return [], frozenset()
    stamps = {folder: _stamp_of(folder) for folder in (Path(root), *inside)}
    there = {folder: stamp for folder, stamp in stamps.items() if stamp is not None}
    return list(there), frozenset(there.values())


def _stamp_of(folder: Path) -> tuple[str, int, int, int] | None:
    try:
        declaration, files = (folder / FILE).stat(), folder.stat()
    except OSError:
        return None
    return str(folder), declaration.st_size, declaration.st_mtime_ns, files.st_mtime_ns
