"""A worker loads the very weights that made the space, or refuses and says why."""

from __future__ import annotations

import json
import shutil

import pytest

from embeddings.models import ImageEmbedding
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for
from embeddings.worker.state import read_worker_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copied_weights(weights_dir, tmp_path, settings):
    """A copy of the weights that a test may damage, where the worker looks for them."""
    folder = tmp_path / "weights"
    shutil.copytree(weights_dir, folder, copy_function=shutil.copy)
    for path in [folder, *folder.iterdir()]:
        path.chmod(0o755)
    settings.VITRINE_WEIGHTS_DIR = folder
    manifest = json.loads((folder / "manifest.json").read_text())
    return folder / manifest["encoders"]["resnet50"]["file"]


def test_an_encoder_is_loaded_once(plain_space):
    assert encoder_for(plain_space) is encoder_for(plain_space)


@pytest.mark.parametrize("damage", ["missing", "truncated", "flipped"])
def test_damaged_weights_are_refused_and_nothing_is_embedded(
    resnet_space, copied_weights, make_product, embed, damage
):
    data = bytearray(copied_weights.read_bytes())
    copied_weights.unlink()
    if damage == "truncated":
        copied_weights.write_bytes(data[: len(data) // 2])
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        copied_weights.write_bytes(data)
    make_product("red")

    with pytest.raises(
        EncoderUnavailableError, match=copied_weights.name if damage != "missing" else "weights"
    ):
        encoder_for(resnet_space)
    assert embed() == 0

    assert ImageEmbedding.objects.get().state == "pending"
    assert ImageEmbedding.objects.get().attempts == 0
    assert read_worker_state().problem


def test_the_right_file_put_back_heals_the_worker(
    resnet_space, copied_weights, weights_dir, make_product, embed
):
    copied_weights.write_bytes(b"not weights")
    make_product("red")
    assert embed() == 0
    shutil.copy(weights_dir / copied_weights.name, copied_weights)
    assert embed() == 1
    assert read_worker_state().problem == ""


def test_a_space_that_this_code_no_longer_makes_is_refused(plain_space):
    plain_space.components[0]["preprocessing"] = "hog-of-another-age"
    with pytest.raises(EncoderUnavailableError, match="hog-of-another-age"):
        encoder_for(plain_space)
