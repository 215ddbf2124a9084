"""Finding weights, and refusing those that are not what they should be."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from embeddings.pipeline import WeightsMissingError, WeightsRefusedError, find_weights
from embeddings.pipeline.weights.files import open_checked, read_manifest

CONTENT = b"the weights of a network"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose manifest names a resnet50 file."""
    (tmp_path / "mine.pth").write_bytes(CONTENT)
    write_manifest(tmp_path, {"file": "mine.pth", "sha256": SHA256, "licence": "MIT"})
    return tmp_path


def write_manifest(folder: Path, entry: object) -> None:
    (folder / "manifest.json").write_text(json.dumps({"encoders": {"resnet50": entry}}))


def test_a_manifest_says_which_file(folder) -> None:
    found = find_weights("resnet50", folders=[folder])
    assert found.path == folder / "mine.pth"
    assert (found.sha256, found.licence, found.source) == (SHA256, "MIT", "")


def test_the_first_folder_that_has_it_wins(folder, tmp_path_factory) -> None:
    empty, other = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("other")
    (other / "its.pth").write_bytes(CONTENT)
    write_manifest(other, {"file": "its.pth", "sha256": SHA256})
    for folders, name in [([empty, folder, other], "mine.pth"), ([other, folder], "its.pth")]:
        assert find_weights("resnet50", folders=folders).path.name == name


def test_torchvisions_own_name_needs_no_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "embeddings.pipeline.encoders.registry.Encoder.sha256_prefix",
        property(lambda self: SHA256[:8]),
    )
    (tmp_path / "resnet50-0676ba61.pth").write_bytes(CONTENT)
    found = find_weights("resnet50", folders=[tmp_path])
    assert (found.path.name, found.sha256) == ("resnet50-0676ba61.pth", SHA256)


def test_a_file_whose_name_promises_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "resnet50-0676ba61.pth").write_bytes(CONTENT)
    with pytest.raises(WeightsRefusedError, match="damaged or incomplete"):
        find_weights("resnet50", folders=[tmp_path])


def test_nothing_found_says_where_to_put_which_file(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissingError) as error:
        find_weights("vgg16", folders=[tmp_path, tmp_path / "downloads"])
    for words in ("vgg16-397923af.pth", str(tmp_path), str(tmp_path / "downloads")):
        assert words in str(error.value)


def test_a_manifest_that_names_an_absent_file_finds_nothing(folder) -> None:
    (folder / "mine.pth").unlink()
    with pytest.raises(WeightsMissingError, match=r"resnet50-0676ba61\.pth"):
        find_weights("resnet50", folders=[folder])


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"file": "mine.pth"},
        {"file": "mine.pth", "sha256": "0676ba61"},
        {"file": "mine.pth", "sha256": 3},
        {"file": "../mine.pth", "sha256": SHA256},
        {"file": "/etc/passwd", "sha256": SHA256},
        {"file": ["mine.pth"], "sha256": SHA256},
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(folder, entry) -> None:
    write_manifest(folder, entry)
    with pytest.raises(WeightsRefusedError, match="manifest"):
        find_weights("resnet50", folders=[folder])


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"weights": {}}', '{"encoders": []}'])
def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path, text) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(WeightsRefusedError, match="manifest"):
        read_manifest(tmp_path)


def test_a_folder_that_does_not_exist_lists_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "absent") == {}


def test_hand_crafted_encoders_need_no_weights(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs no weights"):
        find_weights("hog", folders=[tmp_path])


def test_a_checked_file_is_read_from_its_start(folder) -> None:
    with open_checked(folder / "mine.pth", SHA256) as stream:
        assert stream.read() == CONTENT


@pytest.mark.parametrize("content", [b"", CONTENT[:-1], b"T" + CONTENT[1:], CONTENT + b"\0"])
def test_any_other_content_is_refused(folder, content) -> None:
    (folder / "mine.pth").write_bytes(content)
    with (
        pytest.raises(WeightsRefusedError, match="damaged or not the file"),
        open_checked(folder / "mine.pth", SHA256),
    ):
        pytest.fail("a file with the wrong hash was opened")


def test_what_was_hashed_is_what_is_read_even_if_the_file_is_swapped(
    folder, tmp_path: Path
) -> None:
    with open_checked(folder / "mine.pth", SHA256) as stream:
        (tmp_path / "evil.pth").write_bytes(b"evil")
        (tmp_path / "evil.pth").replace(folder / "mine.pth")
        assert stream.read() == CONTENT


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissingError), open_checked(tmp_path / "gone.pth", SHA256):
        pytest.fail("a file that does not exist was opened")
