"""Encodings, delimiters and decimal marks, in words that staff choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from catalog.imports.numbers import DecimalMark
from catalog.imports.tables.delimiter import DELIMITERS
from catalog.imports.tables.encoding import ENCODINGS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Choices = list[tuple[str, str | _StrPromise]]

_ENCODINGS: dict[str, str | _StrPromise] = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "utf-8-sig": gettext_lazy("Unicode (UTF-8 with a mark, as Excel saves it)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "utf-16-le": gettext_lazy("Unicode (UTF-16, little end first)"),
    "utf-16-be": gettext_lazy("Unicode (UTF-16, big end first)"),
    "cp1252": gettext_lazy("Western Europe (Windows-1252)"),
    "cp1250": gettext_lazy("Central Europe (Windows-1250)"),
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "cp1253": gettext_lazy("Greek (Windows-1253)"),
    "cp1254": gettext_lazy("Turkish (Windows-1254)"),
    "cp1257": gettext_lazy("Baltic (Windows-1257)"),
    "iso8859-2": gettext_lazy("Central Europe (ISO 8859-2)"),
    "iso8859-15": gettext_lazy("Western Europe (ISO 8859-15)"),
    "mac-roman": gettext_lazy("Western Europe (Mac)"),
    "shift_jis": gettext_lazy("Japanese (Shift JIS)"),
    "gb18030": gettext_lazy("Chinese, simplified (GB 18030)"),
    "big5": gettext_lazy("Chinese, traditional (Big5)"),
    "euc_kr": gettext_lazy("Korean (EUC-KR)"),
}
_DELIMITERS: dict[str, str | _StrPromise] = {
    ",": gettext_lazy("Comma: a,b"),
    ";": gettext_lazy("Semicolon: a;b"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Bar: a|b"),
}
# The select list's own value: a tab would not come back from every browser as it was sent.
TAB = "tab"

DECIMAL_MARKS: Choices = [
    (DecimalMark.POINT.value, gettext_lazy("Point: 1,234.50")),
    (DecimalMark.COMMA.value, gettext_lazy("Comma: 1.234,50")),
]


def encoding_choices() -> Choices:
    return [(each, _ENCODINGS.get(each, each)) for each in ENCODINGS]


def delimiter_choices() -> Choices:
    return [(each.replace("\t", TAB), _DELIMITERS.get(each, each)) for each in DELIMITERS]
