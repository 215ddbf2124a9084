"""What the measurements compare with is installed beside the shop, never instead of it."""

from __future__ import annotations

import pytest

from demo import set_up


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
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
    set_up.set_up_peers()
    return asked


def test_a_peer_that_needs_a_compiler_is_left_out_by_name_and_tried_again(
    elsewhere, monkeypatch, capsys
):
    asked = install(monkeypatch, fails="hnswlib")
    assert [line.split("==")[0] for line in asked] == ["faiss-cpu", "hnswlib"]
    assert "Measured without hnswlib==" in capsys.readouterr().out
    assert install(monkeypatch) == asked


def test_peers_are_installed_once(elsewhere, monkeypatch, capsys):
    assert install(monkeypatch)
    assert "without" not in capsys.readouterr().out
    assert install(monkeypatch) == []
