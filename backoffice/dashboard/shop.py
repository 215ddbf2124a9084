"""What several parts of the dashboard are about: read once for a request, if at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from embeddings.models import EmbeddingSpace
from monitoring.backups import BackupStatus, read_backup_status
from monitoring.checks.outcome import Result
from monitoring.checks.run import run_checks


@dataclass(frozen=True)
class Shop:
    """The shop as one user may see it."""

    user: Any

    @cached_property
    def checks(self) -> dict[str, Result]:
        return run_checks()

    @cached_property
    def space(self) -> EmbeddingSpace | None:
        """The live one."""
        return EmbeddingSpace.objects.live()

    @cached_property
    def backup(self) -> BackupStatus:
        return read_backup_status()
