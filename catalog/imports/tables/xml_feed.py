"""XML feeds: each item is a line, each of its elements a cell.

Several elements of one name are lines of their cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError, problem
from catalog.imports.rows import RefusedRow
from catalog.imports.tables.guarded_xml import NAMESPACE_END, feed, guarded_parser
from catalog.imports.tables.header import clean_header
from catalog.imports.tables.limits import TABLE_LIMITS, TableLimits
from catalog.imports.tables.reading import Reading
from catalog.imports.tables.records import BEGINNING, Place, Record

ITEMS = frozenset({"item", "entry", "product", "offer", "shopitem"})
"""What feeds call one product: RSS, Atom, and the rest."""
WITHIN = "\x1f"
"""Between elements within elements; XML itself cannot hold it."""
GOOGLE = "http://base.google.com/ns/1.0"


class XmlTable:
    """A feed, in whose items elements may come in any order, any number of times, or not at all."""

    def __init__(self, path: Path, *, limits: TableLimits = TABLE_LIMITS) -> None:
        """Reads the whole feed once for its columns. Raises FileRefusedError, OSError."""
        self._path, self._limits = path, limits
        self.reading = Reading(kind="xml")
        names: dict[str, None] = {}
        count = 0
        for _line, cells, _endless in self._items():
            count += 1
            names.update(dict.fromkeys(cells))
            if len(names) > limits.max_columns:
                clean_header(list(names), limits=limits)
        if not count:
            raise FileRefusedError(
                "no_items",
                _("The feed holds no items (looked for: %(names)s)."),
                names=", ".join(sorted(ITEMS)),
            )
        self.header = clean_header(list(names), limits=limits)

    def records(self, after: Place = BEGINNING) -> Iterator[Record | RefusedRow]:
        """The items, or those after a place. An element that an item lacks is an empty cell."""
        for line, cells, endless in self._items():
            if line <= after.line:
                continue
            record = Record(line, tuple(cells.get(name, "") for name in self.header))
            if endless:
                too_long = problem(
                    "too_long", _("%(column)s is too long to be part of a product."), column=endless
                )
                yield RefusedRow(lines=(line,), problems=(too_long,), records=(record,))
            else:
                yield record

    def place(self, line: int) -> Place:
        """By the line alone: elements stand in others, so a parser begins at the beginning."""
        return Place(line)

    def _items(self) -> Iterator[tuple[int, dict[str, str], str]]:
        reader = _Items(self._limits)
        with self._path.open("rb") as file:
            yield from reader.read(file)


class _Items:
    """Collects the elements of one item at a time."""

    def __init__(self, limits: TableLimits) -> None:
        self._limits = limits
        self._parser = guarded_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._found: list[tuple[int, dict[str, str], str]] = []
        self._depth = 0
        self._item_depth = 0
        self._line = 0
        self._parts: list[str] = []
        self._size = 0
        self._values: dict[str, list[str]] = {}
        self._google: set[str] = set()
        self._endless = ""

    def read(self, file: BinaryIO) -> Iterator[tuple[int, dict[str, str], str]]:
        """(line, cells by column, name of a column that is too long)"""
        for _pause in feed(self._parser, file, limits=self._limits):
            yield from self._found
            self._found.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.max_depth:
            raise FileRefusedError(
                "not_xml", _("The feed's elements stand too deep inside each other.")
            )
        if not self._item_depth:
            if _local(name).lower() in ITEMS:
                self._item_depth = self._depth
                # Feeds may be one line; a number means one item all the same.
                self._line = max(self._parser.CurrentLineNumber, self._line + 1)
                self._values, self._google, self._endless = {}, set(), ""
        elif self._depth == self._item_depth + 1:
            self._parts, self._size = [], 0
            # Atom says an address in an attribute.
            if _local(name) == "link" and "href" in attributes:
                self._parts = [attributes["href"]]
        else:
            self._parts.append(WITHIN)

    def _text(self, data: str) -> None:
        if self._item_depth and self._depth > self._item_depth:
            self._size += len(data)
            if self._size <= self._limits.max_cell:
                self._parts.append(data)

    def _end(self, name: str) -> None:
        if self._item_depth and self._depth == self._item_depth:
            self._item_depth = 0
            cells = {each: "\n".join(filter(None, values)) for each, values in self._values.items()}
            self._found.append((self._line, cells, self._endless))
        elif self._item_depth and self._depth == self._item_depth + 1:
            self._keep(name)
        self._depth -= 1

    def _keep(self, name: str) -> None:
        # Country, service and price of a delivery: DE:post:4.90 EUR, as Google's text feeds say.
        pieces = (piece.strip() for piece in "".join(self._parts).split(WITHIN))
        local, text = _local(name), ":".join(piece for piece in pieces if piece)
        if self._size > self._limits.max_cell:
            self._endless = local
        is_google = name.startswith(GOOGLE)
        if local in self._google and not is_google:
            return  # RSS has a title and a link of its own beside Google's
        if is_google and local not in self._google:
            self._google.add(local)
            self._values[local] = []
        self._values.setdefault(local, [])
        if len(self._values[local]) < self._limits.max_columns:
            self._values[local].append(text)


def _local(name: str) -> str:
    return name.rpartition(NAMESPACE_END)[2]
