"""When the shop was last backed up, as its script tells (`manage.py record_backup`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.utils import timezone

from monitoring.conf import conf
from monitoring.models import Backup

_KEPT = 100
# The first bytes of what pg_dump writes: its own format, a plain file, and both kinds packed.
_BEGINNINGS = (b"PGDMP", b"--", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")


class BackupState(StrEnum):
    """Nothing is good by default: no word of a backup is a word too."""

    UNKNOWN = "unknown"
    LATE = "late"
    GOOD = "good"


class BackupRefusedError(Exception):
    """The file is no backup; the message says why."""


@dataclass(frozen=True, kw_only=True)
class BackupStatus:
    """What is known of the last one."""

    state: BackupState
    last: Backup | None


def read_backup_status() -> BackupStatus:
    last = Backup.objects.order_by("-made_at").first()
    if last is None:
        return BackupStatus(state=BackupState.UNKNOWN, last=None)
    due = timezone.now() - timedelta(hours=conf.BACKUP_DUE_HOURS)
    state = BackupState.GOOD if last.made_at >= due else BackupState.LATE
    return BackupStatus(state=state, last=last)


def record_backup(file: Path) -> Backup:
    """Note that a file is a backup, as old as the file is; raises BackupRefusedError.

    That it can be restored nobody knows before it was: this only refuses what cannot be one.
    """
    try:
        size, changed = file.stat().st_size, file.stat().st_mtime
        with file.open("rb") as opened:
            beginning = opened.read(8)
    except OSError as error:
        raise BackupRefusedError(f"{file} cannot be read: {error.strerror}.") from error
    if not beginning.startswith(_BEGINNINGS):
        raise BackupRefusedError(f"{file} is no dump of a database: it is empty or something else.")
    made_at = min(timezone.now(), datetime.fromtimestamp(changed, tz=UTC))
    backup = Backup.objects.create(made_at=made_at, name=file.name[:200], bytes=size)
    kept = Backup.objects.order_by("-made_at").values("pk")[:_KEPT]
    Backup.objects.exclude(pk__in=kept).delete()
    return backup
