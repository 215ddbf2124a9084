"""Two people changed one thing: what comes of it, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What a field becomes. The two differ where both people changed the same to other values."""

    mine: Any
    """Where my value wins what both have changed."""
    theirs: Any

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has to choose."""
        return not same(self.mine, self.theirs)


def merge(opened: Any, mine: Any, theirs: Any) -> Merged:
    """opened: what it was when I began; all three as `snapshot` has them.

    What only one has changed is taken from that one; of dictionaries key by key.
    """
    if same(mine, opened):
        return Merged(theirs, theirs)
    if same(theirs, opened) or same(mine, theirs):
        return Merged(mine, mine)
    if all(isinstance(each, dict) and "pk" not in each for each in (opened, mine, theirs)):
        return _merge_keys(opened, mine, theirs)
    return Merged(mine, theirs)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same.

    Texts do whatever ends their lines, for browsers send others than imports keep; times do to the
    second, for forms show no parts of one.
    """
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        if "pk" in one:  # a thing by another name is the same thing
            return bool(one["pk"] == other["pk"])
        return all(same(one[key], other[key]) for key in one)
    return one == other and type(one) is type(other)


_ABSENT = object()

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
"""A time as `as_json` has it."""


def _merge_keys(
    opened: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Merged:
    by_key = {
        key: merge(opened.get(key, _ABSENT), mine.get(key, _ABSENT), theirs.get(key, _ABSENT))
        for key in {**opened, **theirs, **mine}
    }
    return Merged(
        {key: each.mine for key, each in by_key.items() if each.mine is not _ABSENT},
        {key: each.theirs for key, each in by_key.items() if each.theirs is not _ABSENT},
    )


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    return text[:19] if _MOMENT.fullmatch(text) else text
