"""Whoever stops in a file and goes on there finds what somebody finds who never stopped."""

from __future__ import annotations

import codecs
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.exports import template_columns, template_rows, write_xlsx
from catalog.imports.bookmarks import START, Bookmark, find_bookmark, keep_bookmark
from catalog.imports.formats import FORMATS
from catalog.imports.on_disk import open_notes, version_of
from catalog.imports.reading import RowReading, read_rows, recognise
from catalog.imports.rows import Outcome, PassedOverRow
from catalog.imports.tables import Reading, open_table
from catalog.imports.tables.encoding import ENCODINGS
from catalog.refusals import RefusedError


@contextmanager
def kept_in_a_folder(content: bytes) -> Iterator[tuple[Path, Path]]:
    """A file, and where a run would keep its notes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table")
        path.write_bytes(content)
        yield path, Path(folder, "run", "notes.sqlite3")


def told(outcomes: list[Outcome]) -> list[object]:
    """All that is to be compared: sentences are lazy, and records are left out of comparisons."""
    return [
        (each.sku, each.lines, str(each.notice))
        if isinstance(each, PassedOverRow)
        else (repr(each), each.records, [str(notice) for notice in getattr(each, "notices", ())])
        for each in outcomes
    ]


def read_in_slices(
    path: Path, kept: Path, reading: Reading, format: str, slices: list[int]
) -> list[Outcome]:
    """Each slice opens the file anew; the last of them is as long as it takes."""
    found: list[Outcome] = []
    of = [version_of(path), "as it was"]
    for size in [*slices, None]:
        table = open_table(path, reading=reading)
        mapping = recognise(table, format=format)
        with open_notes(kept) as notes:
            since = find_bookmark(notes, of, most=len(found))
            rows = RowReading(table, mapping, notes, currency="EUR", since=since)
            outcomes = iter(rows)
            again = list(islice(outcomes, len(found) - since.outcomes))
            assert told(again) == told(found[since.outcomes :])
            batch = list(islice(outcomes, size))
            found += batch
            if size is not None:
                keep_bookmark(notes, of, rows.bookmark)
    return found


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["A", "B", "a", "id:1", "sku=A,x=1|sku=B", "variable", "variation", "1", "5 USD", '"', "\0"]
    + ["two\nlines", "one\r\ntwo", "\r", "\ufeff", "é€漢"]
)
slices = st.lists(st.integers(0, 5), max_size=3)
WIDTH = 12


@pytest.mark.parametrize("format", [format.name for format in FORMATS])
@given(
    lines=st.lists(st.lists(cells, min_size=WIDTH, max_size=WIDTH), max_size=12),
    encoding=st.sampled_from(ENCODINGS),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    hint=st.booleans(),
    is_cut=st.booleans(),
    slices=slices,
)
@settings(max_examples=40, deadline=None)
def test_text_of_any_format_and_encoding(format, lines, encoding, end, hint, is_cut, slices):
    chosen = next(each for each in FORMATS if each.name == format)
    known = list(chosen.columns.items())
    header = {meaning: column for column, meaning in reversed(known)}
    columns = list(dict.fromkeys([header.get("handle"), header.get("sku"), *header.values()]))
    columns = [each for each in columns if each][:WIDTH]
    rows = [columns, *(line[: len(columns)] for line in lines)]
    text = end.join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    content = (f"sep=,{end}" * hint + text + end).encode(encoding, errors="replace")
    if is_cut:
        content = content[:-1]
    with kept_in_a_folder(content) as (path, kept), patch(f"{TEXT}.MARK_LINES", 1):
        try:
            table = open_table(path, reading=Reading(kind="text", encoding=encoding))
            mapping = recognise(table, format=format)
            whole = list(read_rows(table, mapping, currency="EUR"))
        except RefusedError:
            return
        parts = read_in_slices(path, kept, table.reading, format, slices)
        assert told(parts) == told(whole)


TEXT = "catalog.imports.tables.delimited"


@given(
    lines=st.lists(st.binary(max_size=12), max_size=30),
    encoding=st.sampled_from(ENCODINGS),
    slices=slices,
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_in_any_encoding(lines, encoding, slices):
    content = "sku,name\n".encode(encoding) + b"\n".join(lines)
    with kept_in_a_folder(content) as (path, kept), patch(f"{TEXT}.MARK_LINES", 1):
        try:
            table = open_table(path, reading=Reading(kind="text", encoding=encoding))
            whole = list(read_rows(table, recognise(table, format="vitrine"), currency="EUR"))
        except RefusedError:
            return
        parts = read_in_slices(path, kept, table.reading, "vitrine", slices)
        assert told(parts) == told(whole)


@pytest.mark.parametrize("slices", [[1], [0, 2, 1], [1, 1, 1, 1]])
@pytest.mark.parametrize("kind", ["xlsx", "xml"])
def test_spreadsheets_and_feeds(tmp_path, kind, slices):
    path, kept = tmp_path / "table", tmp_path / "run" / "notes.sqlite3"
    if kind == "xlsx":
        with path.open("wb") as file:
            write_xlsx(template_rows(currency="EUR") * 2, template_columns(), file)
    else:
        items = "".join(f"<item><id>{sku}</id><title>B</title></item>" for sku in "ABACDA")
        path.write_text(f"<?xml version='1.0'?><rss>{items}</rss>")
    format = "vitrine" if kind == "xlsx" else "google"
    table = open_table(path)
    whole = list(read_rows(table, recognise(table, format=format), currency="EUR"))
    assert len(whole) > 3
    assert told(read_in_slices(path, kept, table.reading, format, slices)) == told(whole)


def test_lines_before_the_place_are_not_read_again(table):
    content = "sku,name\n" + "".join(f"S{number},Mug\n" for number in range(5_000))
    found = table(content)
    assert len(list(found.records())) == 5_000
    place = found.place(4_321)
    assert place.line == 4_321
    assert 3_000 < place.marked_line <= 4_321
    assert content[: place.mark].count("\n") == place.marked_line
    assert [each.line for each in found.records(place)] == list(range(4_322, 5_002))


def test_a_mark_knows_which_byte_comes_first(table):
    lines = "sku,name\n" + "A,Mug\n" * 3_000
    found = table(codecs.BOM_UTF16_BE + lines.encode("utf-16-be"))
    assert [each.cells for each in found.records()] == [("A", "Mug")] * 3_000
    place = found.place(2_500)
    assert place.mark
    assert [each.cells for each in found.records(place)] == [("A", "Mug")] * 501


def keep(path: Path, kept: Path, outcomes: int) -> None:
    with open_notes(kept) as notes:
        notes.note("sku a", ["A", 2])
        keep_bookmark(notes, [version_of(path)], Bookmark(outcomes))


@pytest.mark.parametrize("change", ["none", "replaced", "written to", "ahead"])
def test_a_bookmark_is_of_one_file_as_it_was(tmp_path, change):
    path, kept = tmp_path / "table", tmp_path / "run" / "notes.sqlite3"
    path.write_bytes(b"sku\nA\n")
    before = path.stat()
    keep(path, kept, outcomes=7)
    if change == "replaced":
        (tmp_path / "new").write_bytes(b"sku\nB\n")
        (tmp_path / "new").rename(path)
    if change == "written to":
        path.write_bytes(b"sku\nB\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns)) if change != "none" else None
    most = 6 if change == "ahead" else 7
    with open_notes(kept) as notes:
        found = find_bookmark(notes, [version_of(path)], most=most)
        assert found == (Bookmark(7) if change == "none" else START)
        assert (notes.get("sku a") is None) == (change != "none")


def test_notes_of_whoever_did_not_end_well_are_gone(tmp_path):
    path, kept = tmp_path / "table", tmp_path / "run" / "notes.sqlite3"
    path.write_bytes(b"sku\nA\n")
    keep(path, kept, outcomes=7)
    with pytest.raises(ZeroDivisionError), open_notes(kept):
        raise ZeroDivisionError
    assert not kept.exists()
    with open_notes(kept) as notes:
        assert find_bookmark(notes, [version_of(path)], most=7) == START
    assert not kept.exists()
