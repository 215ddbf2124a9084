"""A language in which every marked string is ⟦in brackets⟧; what stands outside was not marked."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.utils import translation

OPEN, CLOSE = "⟦", "⟧"
# Names that no language has another word for, of the test's account and categories among them.
NAMES = {"Vitrine", "hog", "lab_color", "admin", "vases", "table", "md5", "example", "com"}
NAMES |= {"https", "UTC"}
# Languages are offered in their own words.
NAMES |= {"English", "Deutsch"}
# What Django itself says in English only: icons (yes, no, the lens) and JSON.
NAMES |= {"True", "False", "true", "Search"}
# Permissions and roles are rows, in the language that was spoken when the tables were made.
_PERMISSION = re.compile(r"\bCan (?:add|change|delete|view|see)\b(?:API|[a-z, ])*")
_ROLE = re.compile(r"\b(?:Catalogue editor|Merchandiser|Operator|Read-only)\b")
# Of what goes with a group Django says its own row.
_GIVEN = re.compile(r"Group_permissions object \(\d+\)|\bGroup-permission relationships?\b")
_SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "data-confirm"}
_UNSEEN = {"script", "style", "svg", "template", "code"}
_WORD = re.compile(r"[A-Za-z_]{2,}\d?")
# Digests, and passwords as the admin shows them.
_CODES = re.compile(r"\b[0-9a-f]{64}\b|\w*\*{4,}")


def speak_pseudo(monkeypatch) -> None:
    """Let every translation be the original in brackets, its placeholders untouched."""
    real = vars(translation)["_trans"]

    def bracket(text: str) -> str:
        # What is looked up only to know a format ("DATE_FORMAT") or the reading order is no text.
        return f"{OPEN}{text}{CLOSE}" if text.strip() else text

    monkeypatch.setattr(real, "gettext", bracket, raising=False)
    monkeypatch.setattr(real, "pgettext", lambda context, text: bracket(text), raising=False)
    monkeypatch.setattr(
        real, "ngettext", lambda one, many, n: bracket(one if n == 1 else many), raising=False
    )
    monkeypatch.setattr(
        real,
        "npgettext",
        lambda context, one, many, n: bracket(one if n == 1 else many),
        raising=False,
    )


def unmarked(html: str) -> list[str]:
    """The texts of a page in which words stand that no translation would reach."""
    page = _Texts()
    page.feed(html)
    return [text for text in page.texts if _words(_outside(text)[0])]


def _outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What of a text stands in no bracket, where `depth` are open; how many are open after it."""
    kept = []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        kept.append(character if not depth and character != CLOSE else " ")
    return "".join(kept), depth


def _words(text: str) -> list[str]:
    for pattern in (_PERMISSION, _ROLE, _GIVEN, _CODES):
        text = pattern.sub(" ", text)
    found = _WORD.findall(text)
    return [word for word in found if word not in NAMES]


class _Texts(HTMLParser):
    """What a reader, or somebody who hears the page, meets."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open = 0  # a marked text may have markup in it
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        found = dict(attrs)
        self.texts += [value for name, value in attrs if name in _SHOWN_ATTRIBUTES and value]
        if tag == "input" and found.get("type") in ("submit", "button", "reset"):
            self.texts.append(found.get("value") or "")
        if tag == "meta" and found.get("name") == "description":
            self.texts.append(found.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1

    def handle_data(self, data: str) -> None:
        if not self._unseen and data.strip():
            text, self._open = _outside(data, self._open)
            self.texts.append(" ".join(text.split()))
