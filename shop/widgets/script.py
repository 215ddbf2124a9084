"""The script of the widgets, put together of its files: nothing to build, nothing to install."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "source"
ORDER = ("words", "style", "parts", "events", "widget", "similar", "shrink", "photo_search")
# The scripts' own address tells where the shop is; twice on a page, it counts once.
_BEFORE = '(() => {\n"use strict";\nconst SHOP = new URL(document.currentScript.src).origin;\n'
_AFTER = "})();\n"
_UNSENT = re.compile(r"^\s*//.*\n|^[ \t]+|^\n", re.MULTILINE)  # comments' lines and indents


@dataclass(frozen=True, kw_only=True)
class Script:
    """What is sent."""

    plain: bytes
    packed: bytes
    """The same by gzip."""
    etag: str
    """Strong; without what packs it."""


@cache
def widget_script() -> Script:
    """The same for as long as the code is."""
    files = [(SOURCE / f"{name}.js").read_text() for name in (*ORDER, "define")]
    text = _BEFORE + _UNSENT.sub("", "".join(files)) + _AFTER
    plain = text.encode()
    return Script(
        plain=plain,
        packed=gzip.compress(plain, 9, mtime=0),
        etag=hashlib.sha256(plain).hexdigest()[:20],
    )
