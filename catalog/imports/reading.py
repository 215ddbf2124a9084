"""The door of imports: a file -> what its columns mean -> products, one at a time.

table = open_table(path)
mapping = recognise(table)
for outcome in read_rows(table, mapping): ...

`RowReading` is the same for whoever stops and goes on later.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from catalog.imports.bookmarks import START, Bookmark
from catalog.imports.formats import FORMATS, Format, Source, format_named
from catalog.imports.mapping import ATTRIBUTE, IGNORE, SEVERAL, ColumnMapping
from catalog.imports.numbers import recognise_decimal_mark
from catalog.imports.on_disk import Notes, open_notes
from catalog.imports.problems import FileRefusedError, problem
from catalog.imports.rows import MISSING, Outcome, ProductRow, RefusedRow
from catalog.imports.skus import fold_sku
from catalog.imports.tables import Table

SAMPLE_LINES = 5_000
"""So many prices show which decimal mark a file has."""
PRICES = ("price", "sale_price")


def recognise(table: Table, *, format: str | None = None) -> ColumnMapping:
    """What the columns of a file mean, by its header and its prices.

    format: the name of one of FORMATS, instead of the one that fits first. Raises
    FileRefusedError.
    """
    chosen = format_named(format) if format else _fitting(table)
    mapping = ColumnMapping(format=chosen.name, columns=chosen.map_columns(table.header))
    mark, is_certain = recognise_decimal_mark(_prices(table, mapping))
    return mapping.corrected(decimal_mark=mark) if is_certain else _doubtful(mapping, mark)


def check_mapping(table: Table, mapping: ColumnMapping) -> None:
    """Refuse what cannot be imported by. Raises FileRefusedError: mapping, unknown_format."""
    chosen = format_named(mapping.format)
    strange = sorted(set(mapping.columns) - set(table.header))
    if strange:
        raise FileRefusedError(
            "mapping",
            _("The file has no column %(column)s."),
            column=strange[0],
        )
    patterned = {
        meaning for meaning in chosen.map_columns(table.header).values() if meaning != IGNORE
    }
    known = {*chosen.meanings, *patterned, IGNORE}
    seen: dict[str, str] = {}
    for column, meaning in mapping.columns.items():
        name = meaning.removeprefix(ATTRIBUTE)
        if meaning not in known and (not meaning.startswith(ATTRIBUTE) or not name.strip()):
            raise FileRefusedError(
                "mapping",
                _("%(column)s cannot mean %(meaning)s in this format."),
                column=column,
                meaning=meaning,
            )
        if meaning in seen and meaning not in SEVERAL:
            raise FileRefusedError(
                "mapping",
                _("%(first)s and %(second)s cannot both mean %(meaning)s."),
                first=seen[meaning],
                second=column,
                meaning=meaning,
            )
        seen[meaning] = column
    if not {"sku", "handle"} & set(seen):
        raise FileRefusedError(
            "mapping", _("Say which column holds the SKU, by which products are told apart.")
        )


def read_rows(
    table: Table, mapping: ColumnMapping, *, currency: str | None = None
) -> Iterator[Outcome]:
    """Products, refusals and lines passed over, in the order of the file, as a stream.

    A SKU that stands there twice, or that looks like another one, is refused the second time.
    currency: the shop's; prices in another one are refused. Raises FileRefusedError.
    """
    with open_notes() as notes:
        yield from RowReading(table, mapping, notes, currency=currency)


class RowReading:
    """One reading of a file, with which another goes on that has the same notes."""

    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        notes: Notes,
        *,
        currency: str | None = None,
        since: Bookmark = START,
    ) -> None:
        """See `read_rows`. Raises FileRefusedError."""
        check_mapping(table, mapping)
        self._table, self._notes, self._since = table, notes, since
        self._format, self._currency = format_named(mapping.format), currency
        self._source = Source(table, mapping, notes, after=since.place)

    @property
    def bookmark(self) -> Bookmark:
        """Just before the outcome given last, or before all of the lines that belong to it."""
        outcomes, line = self._source.through
        return Bookmark(self._since.outcomes + outcomes, self._table.place(line))

    def __iter__(self) -> Iterator[Outcome]:
        for outcome in self._format.read(self._source):
            self._source.outcomes += 1
            yield self._once(outcome) if isinstance(outcome, ProductRow) else outcome

    def _once(self, row: ProductRow) -> Outcome:
        key = f"sku {fold_sku(row.sku)}"
        match self._notes.get(key):
            # Those that were given after the bookmark have noted themselves.
            case [str(sku), int(line)] if line != row.lines[0]:
                return _second(row, sku, line)
            case None:
                self._notes.note(key, [row.sku, row.lines[0]])
        return _in_currency(row, self._currency) if self._currency else row


def _fitting(table: Table) -> Format:
    """The general format for whatever no other knows: staff then say what the columns mean."""
    return next((each for each in FORMATS if each.fits(table.header)), FORMATS[-1])


def _prices(table: Table, mapping: ColumnMapping) -> Iterator[str]:
    """Those that are text; a spreadsheet's numbers leave no doubt."""
    columns = [column for meaning in PRICES for column in mapping.columns_of(meaning)]
    positions = [table.header.index(column) for column in columns]
    if not positions:
        return
    for record in islice(table.records(), SAMPLE_LINES):
        if not isinstance(record, RefusedRow):
            for position in positions:
                cell = record.cells[position]
                if isinstance(cell, str):
                    yield cell


def _doubtful(mapping: ColumnMapping, mark: str) -> ColumnMapping:
    return ColumnMapping.from_json(
        {**mapping.as_json(), "decimal_mark": str(mark), "is_certain": False}
    )


def _second(row: ProductRow, sku: str, line: int) -> RefusedRow:
    if row.sku == sku:
        wrong = problem(
            "duplicate_sku",
            _("The SKU %(value)s stands in line %(line)s already."),
            column="sku",
            value=row.sku,
            line=line,
        )
    else:
        wrong = problem(
            "look_alike_sku",
            _("The SKU %(value)s looks like %(sku)s in line %(line)s."),
            column="sku",
            value=row.sku,
            sku=sku,
            line=line,
        )
    return row.refused(wrong)


def _in_currency(row: ProductRow, currency: str) -> ProductRow | RefusedRow:
    if row.currency is MISSING or row.currency == currency:
        return row
    wrong = problem(
        "currency",
        _("The price is in %(value)s, and the shop's prices are in %(currency)s."),
        column="price",
        value=row.currency,
        currency=currency,
    )
    return row.refused(wrong)
