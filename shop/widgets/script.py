"""The script of the widgets, put together of its files: nothing to build, nothing to install."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from catalog.translations.reading import other_languages

SOURCE = Path(__file__).parent / "source"
ORDER = ("words", "style", "parts", "events", "widget", "similar", "shrink", "photo_search")
# The scripts' own address tells where the shop is; twice on a page, it counts once.
_BEFORE = '(() => {\n"use strict";\nconst SHOP = new URL(document.currentScript.src).origin;\n'
_LANGUAGES = "const LANGUAGES = {};\n"
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
    """The same for as long as the code and the settings are."""
    files = [(SOURCE / f"{name}.js").read_text() for name in (*ORDER, "define")]
    languages = _LANGUAGES.format(json.dumps([settings.LANGUAGE_CODE, *other_languages()]))
    text = _BEFORE + languages + _UNSENT.sub("", "".join(files)) + _AFTER
    plain = text.encode()
    return Script(
        plain=plain,
        packed=gzip.compress(plain, 9, mtime=0),
        etag=hashlib.sha256(plain).hexdigest()[:20],
    )
