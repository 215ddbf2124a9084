"""Where the embedded servers listen, and the shop's key beside them: for their owner alone."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import quote

# Linux allows 107 bytes for a socket's path; the longest name below takes 20 of them.
_MAX_FOLDER_BYTES = 85
_MAX_PATH_LENGTH = 500  # PostgreSQL's own limit is 1,023, for the longest path below it
# What neither a shell, nor PostgreSQL's list of folders, nor a URL could take for something else.
_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


def is_plain(path: Path) -> bool:
    """Whether a path can be handed on without quoting, whoever reads it."""
    return _PLAIN.fullmatch(str(path)) is not None and len(str(path)) <= _MAX_PATH_LENGTH


def run_dir(data: Path) -> Path:
    """The folder of sockets: below the data folder, or in the temporary one if that is awkward."""
    below = data / "run"
    if len(os.fsencode(below)) <= _MAX_FOLDER_BYTES and is_plain(below):
        return below
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"vitrine-{os.getuid()}-{digest}"


def database_url(data: Path, *, name: str = "vitrine") -> str:
    return f"postgresql://postgres@{quote(str(run_dir(data)), safe='')}/{name}"


def broker_url(data: Path) -> str:
    return f"redis+socket://{run_dir(data) / 'broker.sock'}"


def cache_url(data: Path) -> str:
    return f"unix://{run_dir(data) / 'cache.sock'}"


def secret_key_path(data: Path) -> Path:
    """The file with the key of a shop on embedded servers, made when they start first."""
    return data / "secret_key"
