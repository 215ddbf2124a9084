"""Text files are cut into cells whatever program wrote them, and never held in memory whole."""

from __future__ import annotations

import tracemalloc

import pytest

from catalog.imports.problems import FileRefusedError
from catalog.imports.rows import RefusedRow
from catalog.imports.tables import Reading, Record, open_table


def cells(table) -> list[tuple[object, ...]]:
    return [each.cells for each in table.records() if isinstance(each, Record)]


@pytest.mark.parametrize(
    ("encoding", "seen"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_recognised(table, encoding, seen):
    found = table("sku;name\nA-1;Café für zwei\n".encode(encoding))
    assert found.reading.encoding == seen
    assert found.header == ("sku", "name")
    assert cells(found) == [("A-1", "Café für zwei")]


def test_an_odd_byte_far_behind_decides_too(table):
    content = b"sku,name\n" + b"A,plain\n" * 200_000 + "B,Café\n".encode("cp1252")
    found = table(content)
    assert found.reading.encoding == "cp1252"
    assert cells(found)[-1] == ("B", "Café")


def test_a_wrong_encoding_is_corrected(table):
    content = "sku,name\nA,Krzesło\n".encode("cp1250")
    assert cells(table(content)) != [("A", "Krzesło")]
    corrected = Reading(kind="text", encoding="cp1250")
    assert cells(table(content, corrected)) == [("A", "Krzesło")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(table, delimiter):
    lines = [
        ["sku", "name", "price"],
        ["A", "Red, round; and |nice", "1,5"],
        ["B", "Two\nlines", "2"],
    ]
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    found = table(quoted)
    assert found.reading.delimiter == delimiter
    assert cells(found) == [tuple(line) for line in lines[1:]]


def test_commas_in_descriptions_outnumber_the_semicolons(table):
    content = "sku;description\n" + "A;one, two, three, four, five\n" * 20
    assert table(content).reading.delimiter == ";"


def test_excels_own_hint_is_followed(table):
    found = table("sep=|\nsku|name\nA|Mug\n")
    assert found.header == ("sku", "name")
    assert [(each.line, each.cells) for each in found.records()] == [(3, ("A", "Mug"))]


def test_lines_are_numbered_as_an_editor_does(table):
    found = table('sku,name\n\nA,"two\nlines"\n,\nB,Mug\n')
    assert [each.line for each in found.records()] == [3, 6]


def test_line_ends_inside_of_texts_stay(table):
    found = table('sku,name\r\nA,"one\r\ntwo\rthree\nfour"\r\n')
    assert cells(found) == [("A", "one\r\ntwo\rthree\nfour")]


def test_old_line_ends_of_a_mac_end_lines(table):
    assert cells(table("sku,name\rA,Mug\rB,Cup\r")) == [("A", "Mug"), ("B", "Cup")]


@pytest.mark.parametrize(
    ("line", "code"),
    [("A", "ragged"), ("A,b,c,d", "ragged"), ("A,b\0c,1", "nul"), ("A,b�c,1", "undecodable")],
)
def test_a_bad_line_is_refused_and_the_others_are_not(table, line, code):
    first, bad, last = table(f"sku,name,price\nX,y,1\n{line}\nZ,y,1\n").records()
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(bad, RefusedRow)
    assert [each.code for each in bad.problems] == [code]
    assert bad.lines == (3,)
    assert len(bad.records[0].cells) == 3


def test_empty_cells_beyond_the_header_do_no_harm(table):
    assert cells(table("sku,name\nA,Mug,,\n")) == [("A", "Mug")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"\0\0\0\0\0\0", "not_a_table"),
        (b'sku,name\nA,"' + b"x" * 300_000, "too_long"),
        (b"x" * 5_000_000, "too_long"),
        (",".join(f"c{number}" for number in range(1_500)).encode(), "too_wide"),
        (b"%PDF-1.7 ...", "unknown_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "unknown_format"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(table, content, code):
    with pytest.raises(FileRefusedError) as refusal:
        list(table(content).records())
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)


def test_columns_without_a_name_or_with_the_same_get_one(table):
    assert table("sku,,name,name,\nA,b,c,d,\n").header == ("sku", "column 2", "name", "name (2)")


def test_an_endless_file_takes_no_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("sku,description\n")
        for number in range(20_000):
            file.write(f"S{number},{'text ' * 100}\n")
    tracemalloc.start()
    assert sum(1 for _record in open_table(path).records()) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 10_000_000
    assert peak < 5_000_000
