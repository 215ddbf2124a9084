"""Names of files as programs wrote them that knew no Unicode."""

from __future__ import annotations

import re

_LONG_RUN = re.compile(rb"[\x80-\xff]{3}")
_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]+")
# Russian, as the command line of Windows and its Explorer write it into ZIPs: Code page 866.
_DOS_CYRILLIC = re.compile(rb"[\x80-\xaf\xe0-\xf1\xfc]+")


def decode_name(raw: bytes, *, western: str) -> str:
    """A name in UTF-8 or in one of the code pages of Windows, as text that people can read.

    Where three letters in a row are none of a to z it is taken for Cyrillic: no Western name is
    written so. western: the code page of all others. What it has not becomes a replacement sign.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode(_cyrillic(raw) or western, errors="replace")


def _cyrillic(raw: bytes) -> str | None:
    if not _LONG_RUN.search(raw):
        return None
    letters = b"".join(_OUTSIDE_ASCII.findall(raw))
    # Half of the small letters of 866 lie where Windows-1251 has signs.
    is_dos = _DOS_CYRILLIC.fullmatch(letters) and min(letters) < 0xB0
    return "cp866" if is_dos else "cp1251"
