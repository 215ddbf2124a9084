"""The first line of a table: the names of its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError
from catalog.imports.tables.limits import TableLimits

MAX_NAME = 200
_BETWEEN = re.compile(r"[\s_\-]+")


def clean_header(cells: Sequence[str], *, limits: TableLimits) -> tuple[str, ...]:
    """Names as they stand, without blanks around them, each once; "column 3" for an empty one.

    Raises FileRefusedError: not_a_table, too_wide.
    """
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.max_columns:
        raise FileRefusedError(
            "too_wide",
            _("The file has %(columns)s columns; at most %(most)s."),
            columns=f"{len(names):,}",
            most=f"{limits.max_columns:,}",
        )
    if not names or any(len(name) > MAX_NAME for name in names):
        raise FileRefusedError(
            "not_a_table", _("The file's first line does not hold names of columns.")
        )
    taken: set[str] = set()
    for position, name in enumerate(names, start=1):
        unique, number = name or f"column {position}", 1
        while unique in taken:
            number += 1
            unique = f"{name or 'column'} ({number})"
        taken.add(unique)
        names[position - 1] = unique
    return tuple(names)


def fold_name(name: str) -> str:
    """A column's name as it is compared: "Image_Link" and "image link" are one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _BETWEEN.sub(" ", folded).strip()
