"""One value of an attribute as a kind and a text that staff can read and write, and back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_CHARACTERS = 10_000
"""Of one value; a longer text is a description."""
_NUMBER = re.compile(r"[+-]?\d{1,17}(?:[.,]\d{1,12})?(?:[eE][+-]?\d{1,3})?")
_BETWEEN = re.compile(r"\s*\|\s*")
_BREAK = re.compile(r"[\r\n]")
"""What a browser leaves out of a field of one line."""
_YES = {"yes", "true", "1"}
_NO = {"no", "false", "0"}


class Kind(TextChoices):
    """The kinds of values that an attribute may hold."""

    TEXT = "text", gettext_lazy("text")
    NUMBER = "number", gettext_lazy("number")
    BOOLEAN = "boolean", gettext_lazy("yes or no")
    LIST = "list", gettext_lazy("several, with | between")
    OTHER = "other", gettext_lazy("of an import (JSON)")


def as_text(value: Any) -> tuple[Kind, str]:
    """The kind of a value, and the text that `read_value` makes the same value of."""
    if isinstance(value, bool):
        return Kind.BOOLEAN, _("yes") if value else _("no")
    if isinstance(value, int | float) and _NUMBER.fullmatch(str(value)):
        return Kind.NUMBER, str(value)
    if isinstance(value, str) and value and value == value.strip() and not _BREAK.search(value):
        return Kind.TEXT, value
    if isinstance(value, list) and value and all(map(_is_part, value)):
        return Kind.LIST, " | ".join(map(_part_as_text, value))
    return Kind.OTHER, json.dumps(value, ensure_ascii=False)


def read_value(kind: str, text: str, *, name: str) -> Any:
    """The value that somebody wrote. Raises ValidationError, which names the attribute."""
    text = text.strip()
    named = {"name": name, "value": text[:40]}
    if len(text) > MAX_CHARACTERS:
        raise ValidationError(
            _("%(name)s: at most %(most)s characters."),
            code="too_long",
            params={**named, "most": MAX_CHARACTERS},
        )
    if not is_storable(text):
        raise ValidationError(
            _("%(name)s: it holds a character that cannot be kept."), code="text", params=named
        )
    match kind:
        case Kind.NUMBER:
            return _number(text, named)
        case Kind.BOOLEAN:
            return _boolean(text, named)
        case Kind.LIST:
            return [_read_part(part) for part in _BETWEEN.split(text) if part]
        case Kind.OTHER:
            return _json(text, named)
    return text


def is_storable(text: str) -> bool:
    """Without NUL and halves of characters, which PostgreSQL refuses."""
    return not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in text)


def _number(text: str, named: dict[str, str]) -> int | float:
    if not _NUMBER.fullmatch(text):
        raise ValidationError(
            _("%(name)s: “%(value)s” is no number. Write it like 24 or 24.5."),
            code="number",
            params=named,
        )
    plain = text.replace(",", ".")
    number = float(plain) if set(plain) & set(".eE") else int(plain)
    if not math.isfinite(number):
        raise ValidationError(_("%(name)s: the number is too large."), "number", params=named)
    return number


def _boolean(text: str, named: dict[str, str]) -> bool:
    said = text.casefold()
    if said in _YES | {_("yes").casefold()}:
        return True
    if said in _NO | {_("no").casefold()}:
        return False
    raise ValidationError(
        _("%(name)s: “%(value)s” is neither yes nor no."), code="boolean", params=named
    )


def _json(text: str, named: dict[str, str]) -> Any:
    try:
        value = json.loads(text)
        is_keepable = _is_keepable(value)
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            _("%(name)s: this JSON cannot be read. Choose another kind, or leave it as it was."),
            code="json",
            params=named,
        ) from error
    if not is_keepable:
        raise ValidationError(
            _("%(name)s: it holds a value that cannot be kept."), code="json", params=named
        )
    return value


def _is_keepable(value: object) -> bool:
    return all(
        is_storable(each) if isinstance(each, str) else isinstance(each, int) or math.isfinite(each)
        for each in _leaves(value)
    )


def _leaves(value: object) -> Iterator[str | float]:
    if isinstance(value, dict):
        yield from value
        yield from (leaf for held in value.values() for leaf in _leaves(held))
    elif isinstance(value, list):
        yield from (leaf for held in value for leaf in _leaves(held))
    elif isinstance(value, str | int | float):
        yield value


def _is_part(value: object) -> bool:
    is_number = isinstance(value, int | float) and bool(_NUMBER.fullmatch(str(value)))
    return isinstance(value, bool | str) or is_number


def _part_as_text(value: Any) -> str:
    """Quoted where a text could be taken for something else."""
    if isinstance(value, str):
        is_plain = value and value == value.strip() and value[0] != '"'
        is_plain = is_plain and "|" not in value and not _BREAK.search(value)
        quoted = json.dumps(value, ensure_ascii=False).replace("|", r"\u007c")
        return value if is_plain and _read_part(value) == value else quoted
    return json.dumps(value)


def _read_part(part: str) -> Any:
    """true, 24.5 and "24" as JSON has them; all else is text."""
    try:
        value = json.loads(part)
    except (ValueError, RecursionError):
        return part
    return value if _is_part(value) and is_storable(str(value)) else part
