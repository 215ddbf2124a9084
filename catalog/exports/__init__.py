"""The catalogue as files: Vitrine's own CSV and XLSX, and a feed for Google Merchant."""

from catalog.exports.columns import FIELDS, Columns
from catalog.exports.google_feed import google_feed
from catalog.exports.template import template_columns, template_rows
from catalog.exports.vitrine_csv import csv_lines
from catalog.exports.vitrine_xlsx import ExportRefusedError, write_xlsx

__all__ = [
    "FIELDS",
    "Columns",
    "ExportRefusedError",
    "csv_lines",
    "google_feed",
    "template_columns",
    "template_rows",
    "write_xlsx",
]
