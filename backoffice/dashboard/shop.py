"""What the parts of the dashboard are about: each thing is read once for a request, if at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from monitoring.checks.outcome import Result
from monitoring.checks.run import run_checks
from monitoring.figures.catalogue import CatalogueFigures, read_catalogue
from monitoring.figures.pictures import PictureFigures, read_pictures


@dataclass(frozen=True)
class Shop:
    """The shop as one user may see it."""

    user: Any

    @cached_property
    def checks(self) -> dict[str, Result]:
        return run_checks()

    @cached_property
    def catalogue(self) -> CatalogueFigures:
        return read_catalogue()

    @cached_property
    def pictures(self) -> PictureFigures | None:
        return read_pictures()
