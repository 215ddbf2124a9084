"""Where a shop keeps encoders of its own, and whether anything has changed there."""

from __future__ import annotations

from collections.abc import Callable
from os import stat_result
from pathlib import Path

from embeddings.pipeline.plugins.folder import FILE

Stamp = frozenset[tuple[str, int, int]]
"""Of each declaration: its folder, bytes, time of the last write in ns."""

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
    found = {folder: _stat_of(folder / FILE) for folder in (Path(root), *inside)}
    there = {folder: stat for folder, stat in found.items() if stat is not None}
    stamp = frozenset((str(f), stat.st_size, stat.st_mtime_ns) for f, stat in there.items())
    return list(there), stamp


def _stat_of(declaration: Path) -> stat_result | None:
    try:
        return declaration.stat()
    except OSError:
        return None
