r"""Attributes as they are written in addresses: colour:red,material:wool.

A comma, a colon or a backslash inside of a name or value is written after a backslash
(`size:1\,5 l`). What stands behind a comma without a colon of its own goes on with the value before
it, so that `size:1,5 l` is understood as well.
"""

from __future__ import annotations

import re

Pair = tuple[str, str]

_COMMA = re.compile(r"(?:[^\\,]|\\.|\\$)+")
_COLON = re.compile(r"((?:[^\\:]|\\.)*):(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\,:])")
_SPECIAL = re.compile(r"[\\,:]")


def parse_attributes(text: str) -> tuple[Pair, ...]:
    """The names and values of such a text; raises ValueError where a name or value is missing."""
    written: list[str] = []
    for part in _COMMA.findall(text) or [""]:
        if written and not _COLON.fullmatch(part):
            written[-1] += "," + part
        else:
            written.append(part)
    return tuple(parse_attribute(each) for each in written)


def parse_attribute(text: str) -> Pair:
    """One name and value, commas as they are; raises ValueError where one of them is missing."""
    found = _COLON.fullmatch(text)
    name, value = (_bare(each) for each in found.groups()) if found else ("", "")
    if not (name and value):
        raise ValueError("an attribute is written as colour:red")
    return name, value


def write_attribute(name: str, value: str) -> str:
    """As `parse_attributes` and `parse_attribute` both read it."""
    return ":".join(_SPECIAL.sub(r"\\\g<0>", each) for each in (name, value))


def _bare(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).strip()
