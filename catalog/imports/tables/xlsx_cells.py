"""What a spreadsheet's cell holds, as its user sees it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from catalog.imports.tables.records import Cell, Unreadable

_ZEROS = re.compile(r"0{2,18}")
# How OOXML writes characters that XML cannot hold (ECMA-376 part 1, 22.4.2.4).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def cell_value(cell: object, *, is_uncalculated: bool = False) -> Cell:
    """An openpyxl cell -> its value; text stays text, so that 00123 and 16-07 come as they are.

    A number with a format of zeros (00000) comes as its user sees it: 00123.
    """
    if is_uncalculated:
        return Unreadable("formula", "=…")
    value = getattr(cell, "value", None)
    match value:
        case None | bool():
            return value
        case str():
            if getattr(cell, "data_type", "") == "e":
                return Unreadable("error", value)
            return unescape(value)
        case int() if _ZEROS.fullmatch(str(getattr(cell, "number_format", ""))):
            return str(value).zfill(len(str(getattr(cell, "number_format", ""))))
        case int() | float():
            return value
        case datetime():
            return value if value.time() != time.min else value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
    return Unreadable("error", str(value))


def has_content(cell: Cell) -> bool:
    """Whether there is anything in a cell beside blanks."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def unescape(text: str) -> str:
    """_x000D_ -> a carriage return; Excel writes these for what XML cannot hold."""
    return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def escape(text: str) -> str:
    """The way back, also for a text that looks escaped."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # What is no text stays as it is written: NUL, and half of a pair of surrogates.
    return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)
