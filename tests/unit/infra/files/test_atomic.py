from __future__ import annotations

import errno
import os
import resource
import signal
import threading
from pathlib import Path

import pytest

from infra.files.atomic import StorageUnavailableError, open_whole, part_path, write_files


def everything_below(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_files_are_written_whole(tmp_path: Path) -> None:
    one, two = tmp_path / "a/b/one", tmp_path / "a/two"
    write_files({str(one): [b"12", b"34"], str(two): []}, mode=0o640)
    assert one.read_bytes() == b"1234"
    assert two.read_bytes() == b""
    assert one.stat().st_mode & 0o777 == 0o640
    assert everything_below(tmp_path) == ["one", "two"]


def test_existing_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    write_files({str(tmp_path / "one"): [b"new"]})
    assert (tmp_path / "one").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "full", "the disk is full"),
        (errno.EDQUOT, "full", "the disk quota is used up"),
        (errno.EROFS, "read_only", "the media folder is read-only"),
        (errno.EACCES, "read_only", "may not be written to"),
        (errno.EIO, "failed", "the disk reports an error"),
    ],
)
def test_error_of_the_disk_is_named_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number, code, words
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageUnavailableError, match=words) as unavailable:
        write_files({str(tmp_path / "one"): [b"data"]})
    assert unavailable.value.code == code
    assert everything_below(tmp_path) == []


def test_disk_that_fills_up_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A real write that stops short, as the system limits the size of files to 100 kB."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, former[1]))
    try:
        with pytest.raises(StorageUnavailableError) as unavailable:
            write_files(
                {str(tmp_path / "small"): [b"x"], str(tmp_path / "big"): [b"x" * 9_000] * 20}
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, ignored)
    assert unavailable.value.code == "full"
    assert everything_below(tmp_path) == []


def test_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(StorageUnavailableError):
        write_files({str(tmp_path / "file" / "one"): [b"data"]})
    assert everything_below(tmp_path) == ["file"]


def test_failing_rename_takes_the_renamed_ones_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rename, done = os.rename, list[str]()

    def fail_third(source: str, target: str) -> None:
        if len(done) == 2:
            raise OSError(errno.EROFS, "read-only")
        done.append(target)
        rename(source, target)

    monkeypatch.setattr(os, "rename", fail_third)
    with pytest.raises(StorageUnavailableError):
        write_files({str(tmp_path / name): [b"x"] for name in "abcd"})
    assert len(done) == 2
    assert everything_below(tmp_path) == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_source_that_fails_leaves_nothing_and_its_own_error(tmp_path: Path, error) -> None:
    def chunks():
        yield b"first"
        raise error

    with pytest.raises(error):
        write_files({str(tmp_path / "one"): chunks()})
    assert everything_below(tmp_path) == []


def test_nothing_shows_under_its_name_before_all_is_there(tmp_path: Path) -> None:
    def chunks():
        yield b"first"
        seen.append([name for name in everything_below(tmp_path) if not name.endswith(".part")])
        yield b"second"

    seen: list[list[str]] = []
    write_files({str(tmp_path / "one"): [b"x"], str(tmp_path / "two"): chunks()})
    assert seen == [[]]


def test_a_big_file_appears_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"old")
    with open_whole(str(path)) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert everything_below(tmp_path) == ["big"]


def test_a_big_file_that_breaks_off_never_appears(tmp_path: Path) -> None:
    path = tmp_path / "big"
    with pytest.raises(KeyboardInterrupt), open_whole(str(path)) as file:  # noqa: PT012 - breaks off
        file.write(b"half")
        raise KeyboardInterrupt
    assert everything_below(tmp_path) == []


def test_what_a_killed_process_left_is_written_over(tmp_path: Path) -> None:
    path = str(tmp_path / "big")
    with open(part_path(path), "wb") as left:
        left.write(b"much longer than what comes now")
    with open_whole(path) as file:
        file.write(b"new")
    assert (tmp_path / "big").read_bytes() == b"new"
    assert everything_below(tmp_path) == ["big"]


def test_two_do_not_write_big_files_into_one_folder(tmp_path: Path) -> None:
    path = str(tmp_path / "big")
    with open_whole(path) as file:
        with pytest.raises(BlockingIOError), open_whole(path):
            pytest.fail("both were let in")
        file.write(b"mine")
    assert (tmp_path / "big").read_bytes() == b"mine"
    assert everything_below(tmp_path) == ["big"]


def test_who_waits_reads_what_the_other_wrote(tmp_path: Path) -> None:
    path, seen = tmp_path / "list", []

    def add() -> None:
        with open_whole(str(path), wait=True) as file:
            seen.append(path.read_bytes())
            file.write(b"second")

    other = threading.Thread(target=add)
    with open_whole(str(path)) as file:
        other.start()
        other.join(0.2)
        assert other.is_alive()
        assert seen == []
        file.write(b"first")
    other.join(10)
    assert seen == [b"first"]
    assert path.read_bytes() == b"second"
