"""What an export writes: complete, the same each time, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.db import connection

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.transfer import TransferRefusedError, export_space, write
from tests.integration.embeddings.transfer.conftest import COLOURS
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_numpy_opens_the_file_without_pickle(exported, plain_space: EmbeddingSpace) -> None:
    rows = {row.digest: row for row in ImageEmbedding.objects.all()}
    with np.load(exported, allow_pickle=False) as file:
        digests = [digest.tobytes().hex() for digest in file["digests"]]
        assert digests == sorted(rows)
        assert file["vectors"].dtype == file["features"].dtype == np.float16
        for digest, vector, features in zip(
            digests, file["vectors"], file["features"], strict=True
        ):
            assert (vector == np.float16(rows[digest].vector)).all()
            assert (features == np.float16(rows[digest].features)).all()


def test_the_manifest_says_what_made_the_vectors(exported, plain_space: EmbeddingSpace) -> None:
    with zipfile.ZipFile(exported) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    with np.load(exported) as file:
        sha256 = {
            name: hashlib.sha256(file[name].tobytes()).hexdigest()
            for name in ("digests", "vectors", "features")
        }
    assert manifest == {
        "format": "vitrine-embeddings",
        "version": 1,
        "recipe": plain_space.recipe,
        "components": plain_space.components,
        "pictures": len(COLOURS),
        "sha256": sha256,
    }


def test_the_same_rows_make_the_same_bytes(
    exported, plain_space: EmbeddingSpace, tmp_path: Path
) -> None:
    export_space(plain_space, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == exported.read_bytes()


def test_many_batches_make_the_file_that_one_makes(
    exported, plain_space: EmbeddingSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "BATCH_PICTURES", 2)
    export_space(plain_space, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == exported.read_bytes()


def test_two_pictures_of_the_same_bytes_are_one(
    shop,
    plain_space: EmbeddingSpace,
    make_product,
    embed,
    picture: Callable[..., bytes],
    tmp_path: Path,
) -> None:
    extra = add_picture(make_product(), validate_picture(picture("red")))
    embed()
    assert ImageEmbedding.objects.filter(digest=extra.sha256).count() == 2
    assert export_space(plain_space, tmp_path / "shop.npz").pictures == len(COLOURS)


def test_features_may_stay_behind(shop, plain_space: EmbeddingSpace, tmp_path: Path) -> None:
    path = tmp_path / "small.npz"
    ImageEmbedding.objects.update(features=None)
    with pytest.raises(TransferRefusedError, match="no features; export it without features"):
        export_space(plain_space, path)
    export_space(plain_space, path, with_features=False)
    with np.load(path) as file:
        assert sorted(file.files) == ["digests", "manifest.json", "vectors"]


def test_nothing_to_export_is_said(
    plain_space: EmbeddingSpace, make_product, tmp_path: Path
) -> None:
    make_product("red")
    with pytest.raises(TransferRefusedError, match=r"hog\+lab_color has no embedded picture"):
        export_space(plain_space, tmp_path / "empty.npz")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_removed_meanwhile_does_not_disturb(
    shop, plain_space: EmbeddingSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every array is of the moment at which the export began."""
    write_array = write._write_array

    def remove_one_then_write(*args):
        _elsewhere("DELETE FROM embeddings_imageembedding WHERE id = (%s)", lowest)
        return write_array(*args)

    lowest = ImageEmbedding.objects.order_by("pk").first().pk
    monkeypatch.setattr(write, "_write_array", remove_one_then_write)
    path = tmp_path / "shop.npz"
    assert export_space(plain_space, path).pictures == len(COLOURS)
    with np.load(path) as file:
        assert {len(file[name]) for name in ("digests", "vectors", "features")} == {len(COLOURS)}
    assert ImageEmbedding.objects.count() == len(COLOURS) - 1


def _elsewhere(sql: str, value: int) -> None:
    """Run a statement in a connection of its own."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(sql, [value])
    finally:
        other.close()


def test_an_export_that_fails_leaves_the_older_file(
    exported, plain_space: EmbeddingSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported.read_bytes()

    def break_down(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "_write_header", break_down)
    with pytest.raises(OSError, match="No space left"):
        export_space(plain_space, exported)
    assert [path.name for path in exported.parent.iterdir()] == [exported.name]
    assert exported.read_bytes() == before


SLOW_EXPORT = """
import sys, time, django
django.setup()
from pathlib import Path
from embeddings.models import EmbeddingSpace
from embeddings.transfer import export_space
from embeddings.transfer import write
write.BATCH_PICTURES = 1
read_rows = write._read_rows
def slowly(*args):
    for rows in read_rows(*args):
        yield rows
        time.sleep(10)
write._read_rows = slowly
export_space(EmbeddingSpace.objects.live(), Path(sys.argv[1]))
"""


def test_a_killed_export_leaves_no_half_file_and_the_next_one_is_whole(
    exported, plain_space: EmbeddingSpace, tmp_path: Path
) -> None:
    path = tmp_path / "killed" / "shop.npz"
    path.parent.mkdir()
    host = connection.settings_dict["HOST"].replace("/", "%2F")
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_EXPORT, str(path)],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"postgresql://postgres@{host}/{connection.settings_dict['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "CACHE_URL": settings.CACHE_URL,
        },
    )
    try:
        wait_until(lambda: list(path.parent.iterdir()), 90)
        # While it is at work, a second one does not write into its file.
        with pytest.raises(BlockingIOError):
            export_space(plain_space, path)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not path.exists()
    export_space(plain_space, path)
    assert [found.name for found in path.parent.iterdir()] == ["shop.npz"]
    assert path.read_bytes() == exported.read_bytes()
