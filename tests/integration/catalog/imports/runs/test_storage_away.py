"""An import whose pictures cannot be stored just now waits, and goes on where it stands."""

from __future__ import annotations

import io
import zipfile

import pytest

from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs import working
from catalog.models import ProductImage
from infra.process_state import reset_all
from tests.pictures import draw, encode

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_stands_still_and_goes_on(
    bucket, bucket_storage, started, finish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_AWAY_SECONDS", 0)
    pictures = io.BytesIO()
    with zipfile.ZipFile(pictures, "w") as packed:
        packed.writestr("red.jpg", encode(draw("red")))
    pictures.seek(0)
    run = started("sku,name,category,pictures\nA-1,Vase,Vases,red.jpg\n", pictures=pictures)
    runs.check(run)
    assert finish(run).state == ImportRun.State.CHECKED

    there, bucket_storage.endpoint_url = bucket_storage.endpoint_url, "http://127.0.0.1:9"
    runs.apply(run)
    for _ in range(2):
        assert working.work(token="test", seconds=60)
        run.refresh_from_db()
        assert (run.state, run.error) == (ImportRun.State.APPLYING, "")
    assert not ProductImage.objects.exists()

    bucket_storage.endpoint_url = there
    reset_all()
    assert finish(run).state == ImportRun.State.APPLIED
    assert ProductImage.objects.get().image.name in bucket.objects()
