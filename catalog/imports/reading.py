"""The door of imports: a file -> what its columns mean -> products, one at a time.

table = open_table(path)
mapping = recognise(table)
for outcome in read_rows(table, mapping): ...
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats import FORMATS, Format, Source, format_named
from catalog.imports.mapping import ATTRIBUTE, IGNORE, SEVERAL, ColumnMapping
from catalog.imports.numbers import recognise_decimal_mark
from catalog.imports.on_disk import open_notes
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
    check_mapping(table, mapping)
    source = Source(table, mapping)
    with open_notes() as notes:
        for outcome in format_named(mapping.format).read(source):
            if not isinstance(outcome, ProductRow):
                yield outcome
                continue
            key = fold_sku(outcome.sku)
            first = notes.get(key)
            if isinstance(first, list):
                yield _second(outcome, *first)
                continue
            notes.note(key, [outcome.sku, outcome.lines[0]])
            yield _in_currency(outcome, currency) if currency else outcome


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
