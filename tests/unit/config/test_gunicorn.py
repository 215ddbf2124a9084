"""What the configuration of the web server says before the shop is loaded."""

from __future__ import annotations

import os
import runpy

import pytest

from config.env import BASE_DIR


@pytest.mark.parametrize(("given", "threads"), [(None, "1"), ("2", "2")])
def test_matrices_are_multiplied_by_one_thread_unless_asked_otherwise(
    given, threads, monkeypatch
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given or "")
    if given is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    runpy.run_path(str(BASE_DIR / "config" / "gunicorn.py"))
    assert os.environ["OPENBLAS_NUM_THREADS"] == threads
