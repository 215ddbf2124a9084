"""How much room is left where pictures and embedded databases lie."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from monitoring.conf import conf


@dataclass(frozen=True, kw_only=True)
class Disk:
    """The file system below a folder, in bytes."""

    folder: str
    total: int
    free: int

    @property
    def free_percent(self) -> float:
        return 100 * self.free / max(1, self.total)

    @property
    def is_low(self) -> bool:
        return self.free_percent < conf.DISK_FREE_PERCENT


def read_disk() -> Disk | None:
    """As this process sees it; None where the folder is not there."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(folder=str(settings.MEDIA_ROOT), total=usage.total, free=usage.free)
