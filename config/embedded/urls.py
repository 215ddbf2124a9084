"""Where the embedded servers listen: unix sockets in a folder that only their owner can enter."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

# Linux allows 107 bytes for a socket's path; the longest name below takes 20 of them.
_MAX_FOLDER_BYTES = 85


def run_dir(data: Path) -> Path:
    """The folder of sockets: below the data folder, or in the temporary one if that is too long."""
    below = data / "run"
    if len(os.fsencode(below)) <= _MAX_FOLDER_BYTES:
        return below
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"vitrine-{os.getuid()}-{digest}"


def database_url(data: Path, *, name: str = "vitrine") -> str:
    return f"postgresql://postgres@{quote(str(run_dir(data)), safe='')}/{name}"


def broker_url(data: Path) -> str:
    return f"redis+socket://{run_dir(data) / 'broker.sock'}"


def cache_url(data: Path) -> str:
    return f"unix://{run_dir(data) / 'cache.sock'}"
