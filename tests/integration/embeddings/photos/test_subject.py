"""Things in a photo: who finds them, where that is kept, and what is said of faults."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from embeddings.models import EmbeddingSpace
from embeddings.photos import subject as subjects
from embeddings.photos.encode import encode as answer
from embeddings.photos.region import WHOLE
from embeddings.photos.store import delete_photo, keep_photo, photo_cache, photo_key
from embeddings.photos.subject import find_subject, known_subject
from embeddings.pipeline import SpaceEncoder, Subject, resolve_recipe
from embeddings.pipeline.subject.model_file import FILE_NAME
from embeddings.worker.state import read_worker_state
from tests.integration.embeddings.pipeline.test_subject_network import photo as mug

pytestmark = pytest.mark.django_db


@pytest.fixture
def weights(tmp_path: Path, settings) -> Path:
    """An empty folder of weights."""
    settings.VITRINE_WEIGHTS_DIR = None
    settings.VITRINE_DATA = tmp_path
    (tmp_path / "weights").mkdir()
    return tmp_path / "weights"


@pytest.fixture
def kept() -> str:
    file = io.BytesIO()
    mug().save(file, "JPEG", quality=95)
    return keep_photo(file.getvalue()).id


@pytest.fixture(scope="module")
def encoder() -> SpaceEncoder:
    """One that has no feature map."""
    return SpaceEncoder(resolve_recipe("hog+lab_color", {}))


def fields_of(photo: str) -> set[bytes | str]:
    with photo_cache() as client:
        return set(client.hkeys(photo_key(photo)))


def readiness(client: Client) -> str:
    return str(client.get("/readyz").json()["checks"]["workers"].get("message", ""))


def test_things_are_found_once_and_kept_with_the_photo(
    weights: Path, kept: str, encoder: SpaceEncoder, subject_network: Path
) -> None:
    shutil.copy(subject_network, weights)
    found = find_subject(kept, mug(), encoder)
    (box,) = found.boxes
    assert box.width == pytest.approx(0.25, abs=0.06)

    # Another picture under the same name would be looked at anew if it were looked at.
    assert find_subject(kept, Image.new("RGB", (9, 9)), encoder).boxes == found.boxes
    assert known_subject(kept).boxes == found.boxes
    assert fields_of(kept) == {b"jpeg", b"subject"}
    delete_photo(kept)
    assert fields_of(kept) == set()


def test_what_is_found_late_brings_no_deleted_photo_back(
    weights: Path, kept: str, encoder: SpaceEncoder, subject_network: Path
) -> None:
    shutil.copy(subject_network, weights)
    delete_photo(kept)
    find_subject(kept, mug(), encoder)
    assert fields_of(kept) == set()


def test_without_the_network_nothing_is_wrong(
    weights: Path, kept: str, encoder: SpaceEncoder
) -> None:
    assert find_subject(kept, mug(), encoder).boxes == ()
    assert read_worker_state().subject_problem == ""


def test_a_damaged_network_is_told_to_whoever_is_on_call_until_it_is_mended(
    client: Client, weights: Path, encoder: SpaceEncoder, subject_network: Path, kept: str
) -> None:
    (weights / FILE_NAME).write_bytes(b"half of it")
    assert find_subject("another", mug(), encoder).boxes == ()
    assert f"{FILE_NAME} is damaged" in readiness(client)

    shutil.copy(subject_network, weights / FILE_NAME)
    assert len(find_subject(kept, mug(), encoder).boxes) == 1
    assert FILE_NAME not in readiness(client)


def test_without_the_runtime_photos_are_compared_as_they_are(
    weights: Path,
    kept: str,
    encoder: SpaceEncoder,
    subject_network: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copy(subject_network, weights)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert find_subject(kept, mug(), encoder).boxes == ()
    assert "onnxruntime" in read_worker_state().subject_problem


def test_the_thing_alone_is_compared_unless_the_whole_is_asked_for(
    weights: Path, kept: str, plain_space: EmbeddingSpace, subject_network: Path
) -> None:
    shutil.copy(subject_network, weights)
    by_itself, whole = (answer(kept, plain_space.pk, region) for region in (None, WHOLE))

    assert (by_itself["framing"], whole["framing"]) == ("white", "whole")
    assert by_itself["proposed"]
    assert by_itself["size"] == (600, 400)
    assert by_itself["vectors"] != whole["vectors"]
    assert answer(kept, plain_space.pk, None) == by_itself


def test_who_asks_for_the_whole_photo_first_waits_for_no_mask(
    weights: Path, kept: str, plain_space: EmbeddingSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "find_by_network", pytest.fail)
    told = answer(kept, plain_space.pk, WHOLE)
    assert told["proposed"] == []
    assert known_subject(kept).told() == Subject().told()
