"""A folder of a shop's own encoders."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def encoders_dir(tmp_path: Path, settings) -> Path:
    """Where this shop keeps encoders of its own."""
    folder = tmp_path / "encoders"
    folder.mkdir()
    settings.VITRINE_ENCODERS_DIR = str(folder)
    return folder
