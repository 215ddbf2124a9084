"""What the measurements compare with is installed beside the shop, never instead of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR
from demo import set_up


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment of this test's own, with a Python that is there."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(set_up, "VENV", tmp_path)
    monkeypatch.setattr(set_up, "PYTHON", python)
    monkeypatch.setattr(set_up, "LOG", tmp_path / "log" / "set-up.log")


def install(monkeypatch, *, fails: str = "") -> list[str]:
    asked: list[str] = []

    def pip(*arguments: str) -> int:
        asked.append(arguments[-1])
        return int(bool(fails) and arguments[-1].startswith(fails))

    monkeypatch.setattr(set_up, "_pip", pip)
    set_up.set_up_baselines()
    return asked


def test_a_peer_that_needs_a_compiler_is_left_out_by_name_and_tried_again(
    elsewhere, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = install(monkeypatch, fails="hnswlib")
    names = [re.split("==|\\[", line)[0] for line in asked]
    assert names == ["faiss-cpu", "hnswlib", "django-oscar"]
    assert "Measured without hnswlib==" in capsys.readouterr().out
    assert install(monkeypatch) == asked


def test_peers_are_installed_once(
    elsewhere, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(monkeypatch)
    assert "without" not in capsys.readouterr().out
    assert install(monkeypatch) == []


def test_set_up_needs_nothing_but_the_standard_library() -> None:
    # -S: without any site-packages, as on a machine where nothing is installed yet.
    code = "import sys, demo.set_up; print('django' in sys.modules, sys.flags.no_site)"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=BASE_DIR, capture_output=True, text=True
    )
    assert ran.stdout.split() == ["False", "1"], ran.stderr


def test_a_change_of_an_included_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("-r b.txt\n")
    (tmp_path / "b.txt").write_text("django==5\n")
    before = set_up._fingerprint(tmp_path / "a.txt")
    assert before == set_up._fingerprint(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("django==6\n")
    assert set_up._fingerprint(tmp_path / "a.txt") != before
