"""Files of a few lines, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from catalog.imports.mapping import ColumnMapping
from catalog.imports.reading import read_rows, recognise
from catalog.imports.rows import Outcome
from catalog.imports.tables import Reading, Table, open_table


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Table]:
    """Open a file: table("sku,name\\n1,Mug\\n") or of bytes, as `reading` says."""

    def make(content: str | bytes, reading: Reading | None = None) -> Table:
        path = tmp_path / "catalogue"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_table(path, reading=reading)

    return make


@pytest.fixture
def outcomes(table) -> Callable[..., list[Outcome]]:
    """Read a file whole, by its own mapping or another."""

    def read(
        content: str | bytes,
        *,
        mapping: ColumnMapping | None = None,
        format: str | None = None,
        currency: str | None = None,
    ) -> list[Outcome]:
        found = table(content)
        return list(read_rows(found, mapping or recognise(found, format=format), currency=currency))

    return read


@pytest.fixture
def codes(outcomes) -> Callable[..., Sequence[tuple[str, str]]]:
    """(code, column) of every problem of a file."""

    def read(content: str | bytes, **options) -> Sequence[tuple[str, str]]:
        return [
            (problem.code, problem.column)
            for outcome in outcomes(content, **options)
            for problem in getattr(outcome, "problems", ())
        ]

    return read
