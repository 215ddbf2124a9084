"""An import goes from host to host through the bucket: taken, applied and undone on three."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs import retention
from catalog.models import ProductImage
from infra.files.atomic import StorageUnavailableError
from tests.pictures import draw, encode

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "sku,name,category,pictures\nA-1,Vase,Vases,vase.jpg\n"


@pytest.fixture
def on(settings, tmp_path: Path):
    """Be another host from now on: on("web")."""

    def move(name: str) -> Path:
        settings.VITRINE_DATA = tmp_path / name
        return tmp_path / name

    return move


def packed(colour: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as pictures:
        pictures.writestr("vase.jpg", encode(draw(colour)))
    file.seek(0)
    return file


def test_each_host_has_what_it_works_on(bucket, started, finish, on, settings) -> None:
    on("web")
    first = started(TEXT, pictures=packed("red"))
    on("worker-1")
    runs.check(first)
    finish(first)
    runs.apply(first)
    assert finish(first).state == ImportRun.State.APPLIED
    before = ProductImage.objects.get().sha256

    on("web")
    second = started(TEXT, pictures=packed("blue"))
    assert runs.preview(second).header
    runs.check(second)
    on("worker-2")
    finish(second)
    runs.apply(second)
    assert finish(second).counts["pictures_replaced"] == 1
    on("worker-3")
    runs.undo(second)
    assert finish(second).counts["undone"] == 1
    assert ProductImage.objects.get().sha256 == before

    ours = {key for key in bucket.objects() if key.startswith("imports/")}
    assert {key.split("/")[1] for key in ours} == {str(first.pk), str(second.pk)}
    settings.VITRINE_IMPORT_KEPT_DAYS = -1
    assert retention.forget_old_runs() == 2
    assert not [key for key in bucket.objects() if key.startswith("imports/")]
    on("worker-2")
    assert not retention.forget_old_runs()
    assert not list((settings.VITRINE_DATA / "imports").glob("[0-9]*")), "old copies of other runs"


def test_an_upload_is_refused_while_the_bucket_is_away(bucket, bucket_storage, started) -> None:
    bucket_storage.endpoint_url = "http://127.0.0.1:9"
    with pytest.raises(StorageUnavailableError, match="the object storage does not answer"):
        started(TEXT)
    assert not ImportRun.objects.exists()
