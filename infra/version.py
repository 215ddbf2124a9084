"""Which version of Vitrine this is, as its changelog says."""

from __future__ import annotations

import re
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def read_version(changelog: str) -> str:
    """The newest version that a changelog names; 0.0.dev0 before there is one."""
    found = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    return found[1] if found else "0.0.dev0"


VERSION = read_version(CHANGELOG.read_text(encoding="utf-8"))
