"""Whether a spreadsheet may be opened: its parts are looked through before a library reads them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from catalog.imports.archives import UNREADABLE, ArchiveLimits, check_entries
from catalog.imports.problems import FileRefusedError
from catalog.imports.tables.guarded_xml import NAMESPACE_END, feed, guarded_parser
from catalog.imports.tables.limits import TableLimits

SHARED_STRINGS = "xl/sharedStrings.xml"


def check_workbook(path: Path, *, limits: TableLimits) -> None:
    """What no catalogue needs is refused: zip bombs, DOCTYPE, rows and tags without end.

    Raises FileRefusedError, ArchiveRefusedError.
    """
    allowed = ArchiveLimits(
        max_files=2_000, max_total_bytes=limits.max_unpacked, max_file_bytes=limits.max_unpacked
    )
    try:
        with zipfile.ZipFile(path) as archive:
            check_entries(archive.infolist(), limits=allowed)
            for entry in archive.infolist():
                if entry.filename == SHARED_STRINGS and entry.file_size > limits.max_shared:
                    raise FileRefusedError(
                        "too_long",
                        _("The spreadsheet's texts take %(size)s MB; save it as CSV."),
                        size=f"{entry.file_size / 2**20:,.0f}",
                    )
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        _check_part(part, limits=limits)  # type: ignore[arg-type]
    except UNREADABLE as broken:
        raise FileRefusedError(
            "damaged", _("The spreadsheet is damaged or incomplete, or is no XLSX file.")
        ) from broken


def uncalculated_cells(path: Path, part: str, *, limits: TableLimits) -> frozenset[str]:
    """The cells ("C7") of a sheet whose formula nobody has calculated: they would seem empty.

    part: where the sheet lies in the archive. Programs that write formulas do not calculate them;
    Excel does when it saves.
    """
    scan = _Formulas()
    parser = guarded_parser()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        for _pause in feed(parser, file, limits=limits):  # type: ignore[arg-type]
            pass
    return frozenset(scan.found)


def _check_part(part: BinaryIO, *, limits: TableLimits) -> None:
    parser = guarded_parser()

    def check_row(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(f"{NAMESPACE_END}row") and "r" in attributes:
            number = attributes["r"]
            # Readers fill the gaps between rows, as many as there are.
            if not number.isdigit() or not 0 < int(number[:9]) <= limits.max_sheet_rows:
                raise FileRefusedError("too_long", _("The sheet has rows beyond what Excel has."))

    parser.StartElementHandler = check_row
    for _pause in feed(parser, part, limits=limits):
        pass


class _Formulas:
    """Notes the cells with a formula and without a value."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._cell = ""
        self._formula = self._in_value = self._value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(NAMESPACE_END)[2]:
            case "c":
                self._cell = attributes.get("r", "")
                # A formula may well give an empty text, which then says that it is text.
                self._value = attributes.get("t") == "str"
                self._formula = False
            case "f":
                self._formula = True
            case "v":
                self._in_value = True

    def text(self, _data: str) -> None:
        self._value = self._value or self._in_value

    def end(self, name: str) -> None:
        if name.endswith(f"{NAMESPACE_END}v"):
            self._in_value = False
        if name.endswith(f"{NAMESPACE_END}c") and self._formula and not self._value:
            self.found.append(self._cell)
