"""The secret key that a shop on embedded servers makes for itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo.servers.secret_key import ensure_secret_key


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = ensure_secret_key(tmp_path)
    assert len(key) >= 50
    assert ensure_secret_key(tmp_path) == key == (tmp_path / "secret_key").read_text()
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_a_full_disk_cut_off_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    assert ensure_secret_key(tmp_path) == (tmp_path / "secret_key").read_text() != ""


def test_all_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(ensure_secret_key, [tmp_path] * 16))
    assert len(keys) == 1
