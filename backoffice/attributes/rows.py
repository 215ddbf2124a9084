"""The rows of a form: what somebody typed, or what a product has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backoffice.attributes.typed import Kind, as_text


@dataclass(frozen=True, slots=True)
class Row:
    """As it is written; nothing is checked yet."""

    name: str = ""
    kind: str = Kind.TEXT
    text: str = ""


def rows_of(attributes: object) -> list[Row]:
    """In the order in which the database has them: short names first; rows stay as they are."""
    if isinstance(attributes, list):
        return [row for row in attributes if isinstance(row, Row)]
    if not isinstance(attributes, Mapping):
        return []
    return [Row(str(name), *as_text(value)) for name, value in attributes.items()]


def sent_rows(data: Any, name: str) -> list[Row]:
    """data: a form as it was sent, with `name`-name, -kind and -value for each row."""
    names, kinds, texts = (_all(data, f"{name}-{part}") for part in ("name", "kind", "value"))
    return [
        Row(each.strip(), kind if kind in Kind.values else Kind.TEXT, text.strip())
        for each, kind, text in zip(names, kinds, texts, strict=False)
    ]


def as_sent(rows: list[Row], name: str) -> dict[str, list[str]]:
    """As a browser sends them."""
    return {
        f"{name}-name": [row.name for row in rows],
        f"{name}-kind": [str(row.kind) for row in rows],
        f"{name}-value": [row.text for row in rows],
    }


def _all(data: Any, key: str) -> list[str]:
    if hasattr(data, "getlist"):
        return list(data.getlist(key))
    value = data.get(key, [])
    return list(value) if isinstance(value, list | tuple) else [value]
