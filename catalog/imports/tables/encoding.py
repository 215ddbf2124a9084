"""Which letters a file's bytes stand for."""

from __future__ import annotations

import codecs
from typing import BinaryIO

CHUNK = 1 << 20
# A byte order mark, and the encoding that takes it away while reading.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257"),
    *("iso8859-2", "iso8859-15", "mac-roman", "shift_jis", "gb18030", "big5", "euc_kr"),
)
"""What staff may choose from, by Python's names."""


def recognise_encoding(file: BinaryIO) -> str:
    """One of ENCODINGS, by the whole file: bytes that are valid UTF-8 are nothing else by chance.

    A file without a mark and with many zero bytes is UTF-16, what is no UTF-8 is Windows-1252,
    in which Excel writes CSV in Western Europe. Leaves the file at its beginning.
    """
    file.seek(0)
    head = file.read(CHUNK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            file.seek(0)
            return encoding
    if encoding := _utf16_without_mark(head):
        file.seek(0)
        return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        chunk = head
        while chunk:
            decoder.decode(chunk)
            chunk = file.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _utf16_without_mark(head: bytes) -> str:
    """By where the zero bytes of digits, commas and Latin letters stand; empty for none."""
    sample = head[:4_096]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""
