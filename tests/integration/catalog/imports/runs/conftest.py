"""Files of products, and a worker in this process."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs.working import work


def work_off() -> None:
    """Do all that waits, as a worker would, slice by slice."""
    while work(token="test", seconds=60):
        pass


@pytest.fixture
def started(db: None) -> Callable[..., ImportRun]:
    """A run of a file with this text, recognised: started("sku,name\\n…", pictures=zip)."""

    def start(text: str, *, name: str = "products.csv", **options: object) -> ImportRun:
        file = io.BytesIO(text.encode())
        return runs.start(file, name=name, **options)  # type: ignore[arg-type]

    return start


@pytest.fixture
def imported(started: Callable[..., ImportRun]) -> Callable[..., ImportRun]:
    """The same, checked and applied."""

    def apply(text: str, **options: object) -> ImportRun:
        run = started(text, **options)
        runs.check(run)
        work_off()
        run.refresh_from_db()
        assert run.state == ImportRun.State.CHECKED, run.error
        runs.apply(run)
        work_off()
        run.refresh_from_db()
        return run

    return apply


@pytest.fixture
def finish() -> Callable[[ImportRun], ImportRun]:
    """Work off what waits, and look at the run again."""

    def finish(run: ImportRun) -> ImportRun:
        work_off()
        run.refresh_from_db()
        return run

    return finish
