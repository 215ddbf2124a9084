"""A storage that cannot be asked, which is the fault of none of its files."""

from __future__ import annotations

import errno


class StorageAwayError(OSError):
    """The storage of pictures does not answer, or refuses the shop; it may pass.

    code: away, full or read_only, as those of StorageUnavailableError. `strerror` is part of a
    sentence.
    """

    def __init__(self, reason: str, *, code: str = "away") -> None:
        super().__init__(errno.EIO, reason)
        self.code = code
