"""Opening files in folders that others can write to: no links, pipes or devices."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import PurePath
from typing import BinaryIO


def open_regular_file(root: str | os.PathLike[str], name: str | os.PathLike[str]) -> BinaryIO:
    """Open `name` below the folder `root` for reading, following no link on the way from there.

    The root itself may be a link: whoever runs the shop has set it. A pipe is not waited for.
    Raises FileNotFoundError for whatever is not a regular file there, a link among them, and
    OSError.
    """
    parts = PurePath(name).parts
    if not parts or PurePath(name).is_absolute() or ".." in parts:
        raise FileNotFoundError(name)
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            inner = _open_at(folder, part, os.O_DIRECTORY)
            os.close(folder)
            folder = inner
        descriptor = _open_at(folder, parts[-1], os.O_NONBLOCK)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(name)
    return os.fdopen(descriptor, "rb")


def _open_at(folder: int, name: str, flags: int) -> int:
    try:
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | flags, dir_fd=folder)
    except OSError as error:
        # A link; no folder, or a link to one; a socket or a device without a driver.
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO):
            raise FileNotFoundError(error.errno, "is no regular file", name) from error
        raise
