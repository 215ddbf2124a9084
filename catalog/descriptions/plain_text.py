"""A description in words alone, for whoever shows no HTML: search engines, previews, clients."""

from __future__ import annotations

import re
from html import unescape

import nh3

from catalog.descriptions.safe_html import clean, is_html

# Where a line of the text ends; cells of a row stay on one.
_LINE_END = re.compile(r"<br>|<hr>|</(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|table|pre|blockquote)>")
_CELL_END = re.compile(r"</t[dh]>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def plain_text(description: str) -> str:
    """A description without tags, a line for each of its paragraphs and list items.

    One that is no HTML stays as it is, "a < b" and all.
    """
    if not is_html(description):
        return description
    html = _CELL_END.sub(" ", _LINE_END.sub("\n", clean(description)))
    text = unescape(nh3.clean(html, tags=set()))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def one_line(description: str) -> str:
    """The same in one line, as previews show it."""
    return " ".join(plain_text(description).split())
