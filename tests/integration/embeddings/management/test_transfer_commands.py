"""Carrying embeddings from one machine to another by two commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from embeddings.models import EmbeddingSpace, ImageEmbedding
from infra.files.atomic import open_whole
from tests.integration.embeddings.management.test_commands import run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(plain_space: EmbeddingSpace, make_product, embed, tmp_path: Path):
    make_product("red", "blue")
    embed()
    return str(tmp_path / "shop.npz")


def test_there_and_back(file) -> None:
    said = run("export_embeddings", file)
    assert said.startswith(f"2 pictures of hog+lab_color written to {file} (0.0 MB).")
    ImageEmbedding.objects.all().delete()
    counts = "0 were there, 0 left to a worker, 0 of this shop still wait, 0 in the file are not"
    assert f"hog+lab_color is live: 2 would be stored, {counts}" in run(
        "import_embeddings", file, "--dry-run"
    )
    assert not ImageEmbedding.objects.exists()
    assert f"hog+lab_color is live: 2 stored, {counts}" in run("import_embeddings", file)


def test_a_space_may_be_named(file) -> None:
    run("export_embeddings", file, "--space", "hog+lab_color", "--no-features")
    assert "0 stored, 2 were there" in run("import_embeddings", file, "--space", "hog+lab_color")
    with pytest.raises(CommandError, match="no space named 'nothing'"):
        run("export_embeddings", file, "--space", "nothing")
    with pytest.raises(CommandError, match="no active space named 'nothing'"):
        run("import_embeddings", file, "--space", "nothing")


def test_a_new_space_waits_for_its_activation(file) -> None:
    run("export_embeddings", file)
    call_command("flush", interactive=False, verbosity=0)
    with pytest.raises(CommandError, match="no active space yet; --create begins one"):
        run("import_embeddings", file)
    assert "a new space: 0 would be stored" in run(
        "import_embeddings", file, "--create", "--dry-run"
    )
    assert "hog+lab_color is building: 0 stored" in run("import_embeddings", file, "--create")
    assert "hog+lab_color: building" in run("spaces", "list")


def test_files_that_cannot_be_had_get_a_sentence(file, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.npz cannot be read: No such file"):
        run("import_embeddings", str(tmp_path / "nothing.npz"))
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run("import_embeddings", str(tmp_path))
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run("export_embeddings", str(tmp_path / "nowhere" / "shop.npz"))
    (tmp_path / "odd.npz").write_bytes(b"odd")
    with pytest.raises(CommandError, match="damaged or incomplete"):
        run("import_embeddings", str(tmp_path / "odd.npz"))
    with (
        open_whole(str(tmp_path / "other.npz")),
        pytest.raises(CommandError, match=r"Another export into .* is at work"),
    ):
        run("export_embeddings", file)


def test_without_a_live_space_there_is_nothing_to_export(transactional_db, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No space is live yet"):
        run("export_embeddings", str(tmp_path / "shop.npz"))
