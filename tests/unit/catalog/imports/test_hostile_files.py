"""Whatever a file holds, it is read or refused: nothing else is ever raised."""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.exports import csv_lines, template_columns, template_rows, write_xlsx
from catalog.imports.formats import FORMATS
from catalog.imports.reading import read_rows, recognise
from catalog.imports.rows import PassedOverRow, ProductRow, RefusedRow
from catalog.imports.tables import open_table
from catalog.refusals import RefusedError


def read(content: bytes, format: str | None = None) -> str:
    """What came of a file, all sentences written out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        try:
            table = open_table(path)
            mapping = recognise(table, format=format)
            found = list(read_rows(table, mapping, currency="EUR"))
        except RefusedError as refusal:
            return str(refusal)
    for outcome in found:
        if isinstance(outcome, RefusedRow):
            assert outcome.problems
            assert all(each.reason for each in outcome.problems)
        elif isinstance(outcome, PassedOverRow):
            assert str(outcome.notice)
        else:
            assert isinstance(outcome, ProductRow)
            assert all(str(each) for each in outcome.notices)
    return "read"


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["1", "-1", "1e3", "json:[", "a > b", "simple", "variable", "variation", "configurable", "id:1"]
    + ["sku=A,x=1|sku=B", "a=b,c=d", "http://a/b.jpg", "TRUE", "9" * 400, "%(value)s", "100%"]
)


@pytest.mark.parametrize("format", [format.name for format in FORMATS])
@given(lines=st.lists(st.lists(cells, min_size=40, max_size=40), max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_cells_in_any_format(format, lines):
    chosen = next(each for each in FORMATS if each.name == format)
    header = list(dict.fromkeys(chosen.columns))[:39] + ["option1 name"]
    rows = [line[: len(header)] for line in lines]
    content = "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in [header, *rows]
    )
    assert read(content.encode(), format) == "read" or "\0" in content


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xff\xfea")
@example(b"\xef\xbb\xbf")
@example(b"<")
@example(b"PK\x03\x04")
@example(b"sep=")
@example(b"sep=;")
@example(b'"')
@example(b'sku,name\n"A')
@settings(max_examples=150, deadline=None)
def test_any_bytes(content):
    assert read(content)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xml"])
def test_damaged_files(kind):
    rows = template_rows(currency="EUR")
    if kind == "csv":
        whole = "".join(csv_lines(rows, template_columns())).encode("utf-16")
    elif kind == "xlsx":
        file = io.BytesIO()
        write_xlsx(rows, template_columns(), file)
        whole = file.getvalue()
    else:
        whole = b"<?xml version='1.0'?><rss><item><id>A</id><title>B &amp; C</title></item></rss>"
    dice = random.Random(7)
    for _attempt in range(150):
        damaged = bytearray(whole)
        for _byte in range(dice.randint(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        assert read(bytes(damaged[: dice.choice([len(damaged), dice.randrange(len(damaged))])]))
