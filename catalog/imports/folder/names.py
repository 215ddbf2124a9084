"""Names of files and folders, which may hold any bytes, as text for terminals and for the shop."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

from infra.files.old_names import decode_name

# Cameras and phones (IMG_2041, Screenshot 2026-01-31 at 12.00.00) and databases (hashes, UUIDs)
# give names that say nothing to a shopper.
_NO_NAME = re.compile(
    r"(_mg|_?dsc[fn]?|img_?e?|mvimg|pxl|dji|gopr|cimg|image|photo|foto)?[-_ \d]*(wa\d+)?"
    r"|(whatsapp image|screenshot|bildschirmfoto)[-_ .:\d]*(\D{2,3} [\d.:]+)?( ?[ap]m)?"
    r"|[0-9a-f]{8,}([-_ ]?[0-9a-f]{4,})*",
    re.IGNORECASE,
)
_COPY = re.compile(r"\s*\(\d+\)$")
_JOINERS = "\u200c\u200d"  # they shape Persian words and join emoji; all other controls go


def shown(name: str | os.PathLike[str]) -> str:
    r"""A name as a terminal may show it: escape codes and bytes that are no UTF-8 as \x1b."""
    return "".join(each if each.isprintable() else _escaped(each) for each in os.fspath(name))


def in_words(name: str, *, with_signs: bool = False) -> str:
    """A file's or folder's name as words for a page: "tall_blue-vase" -> "Tall blue vase".

    with_signs: hyphens and the like stay. Bytes that are no UTF-8 are read as Windows would have
    written them; control codes go.
    """
    text = composed(decode_name(os.fsencode(name), western="cp1252"))
    visible = "".join(
        " " if unicodedata.category(each)[0] in "CZ" and each not in _JOINERS else each
        for each in text
    )
    words = re.sub(r"\s+" if with_signs else r"[_\s-]+", " ", visible).strip()
    return (words[:1].upper() + words[1:]) or "Unnamed"


def says_nothing(name: str) -> bool:
    """Whether a machine made up a file's name."""
    return _NO_NAME.fullmatch(_COPY.sub("", name)) is not None


def digest(*parts: str) -> str:
    """64 hex digits that stand for the names on a path, whatever their length or alphabet.

    The same for both ways of writing ü: a folder from macOS may come back with the other.
    """
    return hashlib.sha256(os.fsencode(composed("/".join(parts)))).hexdigest()


def composed(name: str) -> str:
    """A name with ü as one character, as all programs but those of macOS write it."""
    return unicodedata.normalize("NFC", name)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as Python carries it (PEP 383)
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
