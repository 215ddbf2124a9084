"""The secret key that a shop on embedded services makes for itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.settings import _kept_secret_key


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path):
    path = tmp_path / "data" / "secret_key"
    key = _kept_secret_key(path)
    assert len(key) >= 50
    assert _kept_secret_key(path) == key == path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_a_full_disk_cut_off_is_made_again(tmp_path: Path):
    path = tmp_path / "secret_key"
    path.touch()
    assert _kept_secret_key(path) == path.read_text() != ""


def test_all_that_start_at_once_agree_on_one_key(tmp_path: Path):
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(_kept_secret_key, [tmp_path / "secret_key"] * 16))
    assert len(keys) == 1
