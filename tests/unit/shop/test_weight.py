"""What browsers must fetch before a page works stays small, compressed as the shop sends it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "static" / "shop"


@pytest.mark.parametrize(("ending", "most"), [("css", 30_000), ("js", 60_000)])
def test_all_of_the_shops_files_together(ending: str, most: int) -> None:
    files = sorted(STATIC.rglob(f"*.{ending}"))
    assert files
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= most
