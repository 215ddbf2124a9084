"""How much one has to read to understand how a similar request is answered."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MAX_FILES = 28
MAX_MODULES_IN_A_FOLDER = 12


def test_a_similar_request_is_understood_from_few_files() -> None:
    script = ROOT / "docs/reference/similar_walk.py"
    done = subprocess.run(
        [sys.executable, str(script), str(ROOT)], capture_output=True, text=True, check=True
    )
    counted = re.search(r"lines in (\d+) files to open", done.stdout)
    assert counted is not None, done.stdout
    assert 10 < int(counted[1]) <= MAX_FILES, done.stdout


def test_no_folder_holds_more_modules_than_one_can_tell_apart() -> None:
    for room in ("recommendations", "evaluation"):
        for folder in [ROOT / room, *(ROOT / room).rglob("*/")]:
            modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
            assert len(modules) <= MAX_MODULES_IN_A_FOLDER, folder
