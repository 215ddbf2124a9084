from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from infra.files.regular import open_regular_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(b"content")
    return tmp_path


def test_a_file_is_read(folder) -> None:
    with open_regular_file(folder, "inner/file") as file:
        assert file.read() == b"content"


def test_a_name_of_any_bytes_is_read(folder) -> None:
    name = os.fsdecode(b"caf\xe9")
    (folder / name).write_bytes(b"latin")
    with open_regular_file(folder, name) as file:
        assert file.read() == b"latin"


def test_links_are_not_followed_anywhere_below_the_root(folder) -> None:
    (folder / "to_file").symlink_to(folder / "inner" / "file")
    (folder / "to_folder").symlink_to(folder / "inner")
    for name in ("to_file", "to_folder/file"):
        with pytest.raises(FileNotFoundError):
            open_regular_file(folder, name)
    with open_regular_file(folder / "to_folder", "file") as file:
        assert file.read() == b"content"


def test_what_is_no_regular_file_is_none(folder) -> None:
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "socket"))
        for name in ("pipe", "socket", "inner", "inner/file/more", "nothing"):
            with pytest.raises(FileNotFoundError):
                open_regular_file(folder, name)


@pytest.mark.parametrize("name", ["", ".", "..", "inner/../inner/file", "/etc/hostname"])
def test_a_name_never_leads_out(folder, name) -> None:
    with pytest.raises(FileNotFoundError):
        open_regular_file(folder, name)


def test_no_descriptor_is_left_open(folder) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for name in ("inner/file", "inner", "nothing/file", "inner/nothing") * 5:
        try:
            open_regular_file(folder, name).close()
        except FileNotFoundError:
            continue
    assert len(os.listdir("/proc/self/fd")) == before
