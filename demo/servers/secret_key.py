"""The key of a shop on embedded servers: made once with them, readable by its owner alone."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

from config.embedded_addresses import secret_key_path


def ensure_secret_key(data: Path) -> str:
    """Make the key unless there is one; sessions and links signed with it outlive restarts."""
    path = secret_key_path(data)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two that start at once must agree on one
        key = file.read()
        if not key:  # new, or cut short by a full disk
            key = secrets.token_urlsafe(64)
            file.write(key)
        return key
