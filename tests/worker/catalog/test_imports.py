"""An import in the background, by a real worker that is killed on the way."""

from __future__ import annotations

import io
import signal

import pytest

from catalog.imports import runs
from catalog.imports.models import ImportRow, ImportRun
from catalog.models import Product
from catalog.tasks import sweep_imports
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 3_000


def test_a_killed_worker_is_followed_by_the_next(start_worker) -> None:
    text = "sku,name,category\n" + "".join(f"A-{each},Vase,X\n" for each in range(ROWS))
    run = runs.start(io.BytesIO(text.encode()), name="products.csv")
    options = {"VITRINE_IMPORT_LEASE_SECONDS": "5", "VITRINE_IMPORT_SLICE_SECONDS": "1"}
    worker = start_worker(**options)
    runs.check(run)
    wait_until(lambda: runs.progress(run).state == ImportRun.State.CHECKED, 60, worker.output)
    runs.apply(run)
    applied = ImportRow.objects.filter(is_applied=True)
    wait_until(lambda: applied.count() > 0, 60, worker.output)
    worker.kill(signal.SIGKILL)
    assert applied.count() == Product.objects.count() < ROWS
    worker = start_worker(**options)

    def done() -> bool:
        sweep_imports()  # as beat does
        return runs.progress(run).state == ImportRun.State.APPLIED

    wait_until(done, 120, worker.output)
    assert Product.objects.count() == ROWS
    run.refresh_from_db()
    assert run.counts["new"] == ROWS
