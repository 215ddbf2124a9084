"""Names in bytes that are no UTF-8."""

from __future__ import annotations

import pytest

from infra.files.old_names import decode_name


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Женская одежда 2024", "cp1251"),
        ("Женская одежда 2024", "cp866"),
        ("№ 5 стул", "cp1251"),
        ("№ 5 стул", "cp866"),
        ("«Стіл» новий", "cp1251"),
        ("Größe XL, été", "cp1252"),
        ("Ävià", "cp1252"),
        ("花瓶 και ваза", "utf-8"),
    ],
)
def test_a_name_is_read_as_it_was_typed(name: str, encoding: str) -> None:
    assert decode_name(name.encode(encoding), western="cp1252") == name


def test_bytes_that_no_code_page_has_are_replaced() -> None:
    assert decode_name(b"\x81\x8d.jpg", western="cp1252") == "\ufffd\ufffd.jpg"
