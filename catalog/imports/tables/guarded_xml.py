"""XML from strangers, read piece by piece by expat: no DOCTYPE, no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError
from catalog.imports.tables.limits import TABLE_LIMITS, TableLimits

CHUNK = 1 << 16
NAMESPACE_END = " "
"""Stands between a namespace and a name; neither can hold a blank."""


def guarded_parser() -> expat.XMLParserType:
    """A parser that refuses what data needs no part of: its caller adds the handlers.

    A DOCTYPE is refused as such (FileRefusedError, "doctype"): entities that grow, and files and
    addresses that are to be read, all are declared in one.
    """
    parser = expat.ParserCreate(namespace_separator=NAMESPACE_END)
    parser.buffer_text = True

    def refuse_doctype(*_declared: object) -> None:
        raise FileRefusedError(
            "doctype", _("The file declares a document type (DOCTYPE), which no catalogue needs.")
        )

    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def feed(
    parser: expat.XMLParserType, file: BinaryIO, *, limits: TableLimits = TABLE_LIMITS
) -> Iterator[None]:
    """Read a file through a parser, with a pause after each 64 kB for what its handlers found.

    Raises FileRefusedError: not_xml, too_long. What has no end is refused before it is held in
    memory: expat keeps a tag until it is whole.
    """
    fed = 0
    try:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > limits.max_line:
                raise FileRefusedError(
                    "too_long",
                    _("What begins in line %(line)s does not end, or this is no catalogue."),
                    line=parser.CurrentLineNumber,
                )
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefusedError(
            "not_xml",
            _("The file is no XML, or damaged: line %(line)s, column %(column)s: %(reason)s."),
            line=error.lineno,
            column=error.offset + 1,
            reason=expat.ErrorString(error.code),
        ) from error
    yield
