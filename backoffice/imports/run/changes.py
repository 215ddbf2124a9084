"""What a row would change or has changed, from what to what, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.history.words import shorten
from catalog.imports.models import ImportRow
from catalog.imports.translated import field_and_language
from catalog.models import Product
from catalog.translations.reading import language_name


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a product."""

    field: str
    before: str
    """Empty for what was not there."""
    after: str
    is_new: bool
    """Of a product that did not exist: there is nothing before."""


def changes_of(row: ImportRow) -> list[Change]:
    """In the order in which a product's form has them; attributes each by itself."""
    return changes_in_words(row.changes, is_new=row.outcome == ImportRow.Outcome.NEW)


def changes_in_words(changes: Mapping[str, Any], *, is_new: bool = False) -> list[Change]:
    """changes: field -> [before, after]."""
    return list(_changes(changes, is_new=is_new))


def _changes(changes: Mapping[str, Any], *, is_new: bool) -> Iterator[Change]:
    for name, (before, after) in changes.items():
        if name == "attributes":
            for key in {**before, **after}:
                old, new = (
                    _text(key, side[key]) if key in side else "" for side in (before, after)
                )
                yield Change(key, old, new, is_new)
        elif not is_new or after not in (None, "", []):
            yield Change(label_of(name), _text(name, before), _text(name, after), is_new)


def label_of(name: str) -> str:
    """A field of products as forms call it."""
    if name == "pictures":
        return _("pictures")
    field, code = field_and_language(name)
    label = str(Product._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return f"{label} ({language_name(code)})" if code else label


def _text(name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "category":
        return " > ".join(value)
    if name == "pictures":
        count = ngettext("%(n)d picture", "%(n)d pictures", len(value)) % {"n": len(value)}
        return shorten(f"{count}: {', '.join(value)}")
    return shorten(str(value))
