"""What is saved is noticed, once, and what is no code of ours is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo.supervisor import source_watch
from demo.supervisor.source_watch import SourceWatch


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_watch, "_LOOK_SECONDS", 0.0)


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_that_is_saved_made_or_deleted_is_told_once(tmp_path: Path) -> None:
    kept, gone = write(tmp_path / "shop" / "kept.py"), write(tmp_path / "shop" / "gone.py")
    watch = SourceWatch(tmp_path)
    assert watch.changed() == []
    os.utime(kept, ns=(1, 1))
    gone.unlink()
    made = write(tmp_path / "shop" / "made.py")
    assert watch.changed() == [gone, kept, made]
    assert watch.changed() == []


def test_data_environments_and_other_files_are_not_looked_at(tmp_path: Path) -> None:
    watch = SourceWatch(tmp_path)
    for name in ("var/a.py", ".venv/lib/b.py", "shop/__pycache__/c.py", "shop/page.html"):
        write(tmp_path / name)
    assert watch.changed() == []


def test_it_does_not_look_more_often_than_it_needs_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_watch, "_LOOK_SECONDS", 3600.0)
    watch = SourceWatch(tmp_path)
    assert watch.changed() == []
    write(tmp_path / "made.py")
    assert watch.changed() == []
