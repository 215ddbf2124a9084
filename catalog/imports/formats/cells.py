"""What is written into one cell: flags, lists, paths, attributes, and texts that look like code."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date

from catalog.imports.rows import AttributeValue
from catalog.imports.tables import Cell, Unreadable

FLAGS = {
    **dict.fromkeys(("1", "yes", "y", "true", "on", "published", "active", "enabled"), True),
    **dict.fromkeys(("0", "no", "n", "false", "off", "draft", "archived", "disabled"), False),
    **{"ja": True, "oui": True, "sí": True, "si": True, "nein": False, "non": False},
}
"""What people write for yes and no, without upper case."""
JSON = "json:"
"""Before what cannot be said in plain text, or would be read as something else."""
# What spreadsheet programs take for a formula (OWASP, CSV injection), and the guard itself.
_GUARDED = tuple("=+-@\t\r\n＝＋－＠'")  # noqa: RUF001 - Excel takes these for the narrow ones
# What is read as a number: whole ones of up to 15 digits, others without a zero at their end.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{0,14}[1-9]")


def guarded(text: str) -> str:
    """A text that no spreadsheet program runs: an apostrophe stands before what it might."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    """The way back; shop systems guard what they export in the same way."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


def text_of(cell: Cell) -> str:
    """A cell as its user sees it; empty for one without a value."""
    match cell:
        case None | Unreadable():
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return format(cell, ".15g")
        case date():
            return cell.isoformat()
    return str(cell)


def write_attribute(value: AttributeValue) -> str:
    """A value of a product's attributes, as `read_attribute` reads it."""
    if isinstance(value, str):
        if value != value.strip() or not value:
            return _as_json(value)
        is_other = isinstance(read_attribute(value), str) is False or value.startswith(JSON)
        return f"'{value}" if is_other else guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        text = repr(value)
        return text if _INTEGER.fullmatch(text) or _FRACTION.fullmatch(text) else _as_json(value)
    return _as_json(value)


def read_attribute(text: str) -> AttributeValue:
    """24, 1.5 and true have types, 00123, 16-07 and '24 are text. Raises ValueError: no JSON."""
    if text.startswith(JSON):
        try:
            value: AttributeValue = json.loads(text.removeprefix(JSON), parse_constant=_refuse)
            _check_text(value)
        except RecursionError as error:
            raise ValueError("too deep") from error
        return value
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FRACTION.fullmatch(text):
        return float(text)
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    bare = text[1:] if text.startswith("'") else ""
    is_other = bool(
        bare.startswith((JSON, *_GUARDED))
        or _INTEGER.fullmatch(bare)
        or _FRACTION.fullmatch(bare)
        or bare.casefold() in ("true", "false")
    )
    return bare if is_other else text


def write_list(items: Sequence[str]) -> str:
    """a|b, or JSON where that would be read otherwise."""
    if any(
        "|" in item or "\n" in item or item != item.strip() or item.startswith(JSON)
        for item in items
    ):
        return _as_json(list(items))
    return guarded("|".join(items))


def read_list(text: str) -> list[str]:
    """a|b, a and b in two lines, or JSON. Raises ValueError."""
    if text.startswith(JSON):
        return _list_of(text)
    return [item.strip() for item in re.split(r"[|\n]", text)] if text.strip() else []


def write_path(names: Sequence[str]) -> str:
    """Garden > Chairs, or JSON where a name has such a mark in it."""
    is_plain = not any(
        ">" in name or name != name.strip() or name.startswith(JSON) for name in names
    ) and not (len(names) == 1 and "/" in names[0])
    return guarded(" > ".join(names)) if is_plain else _as_json(list(names))


def read_path(text: str) -> tuple[str, ...]:
    """Garden > Chairs, Garden/Chairs or JSON -> names, outermost first. Raises ValueError."""
    if text.startswith(JSON):
        return tuple(_list_of(text))
    return split_path(text, ">" if ">" in text else "/")


def split_path(text: str, separator: str = ">") -> tuple[str, ...]:
    """Garden > Chairs, as shop systems write it -> names, outermost first."""
    return tuple(" ".join(name.split()) for name in text.split(separator) if name.strip())


def _as_json(value: AttributeValue) -> str:
    return JSON + json.dumps(value, ensure_ascii=False)


def _list_of(text: str) -> list[str]:
    items = read_attribute(text)
    if not isinstance(items, list):
        raise ValueError("no list")
    return [str(item) for item in items]


def _check_text(value: object) -> None:
    """PostgreSQL keeps neither NUL nor half of a pair of surrogates. Raises ValueError."""
    match value:
        case str():
            if "\0" in value:
                raise ValueError("NUL")
            value.encode()
        case list():
            for item in value:
                _check_text(item)
        case dict():
            for name, item in value.items():
                _check_text(name)
                _check_text(item)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
