"""A description as a page may show it, whoever wrote it and wherever it came from."""

from __future__ import annotations

import re
from html import unescape

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

_INLINE = {"a", "b", "br", "code", "del", "em", "i", "s", "small", "strong", "sub", "sup", "u"}
_BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
SHOWN_TAGS = _INLINE | _BLOCKS | _HEADINGS | _TABLES
"""No pictures: those of other servers would tell them who looks, and the policy blocks them."""

# Elements whose content is no text for readers.
_WITH_CONTENT = {
    *("script", "style", "iframe", "noscript", "template", "title", "svg", "math", "object"),
    *("select", "textarea", "button", "video", "audio", "canvas"),
}
_CLEANER = nh3.Cleaner(
    tags=SHOWN_TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes={
        "a": {"href"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "*": {"lang", "dir"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)
_UNSHOWN = {
    *("article", "aside", "big", "body", "center", "figcaption", "figure", "font", "footer"),
    *("form", "head", "header", "html", "img", "input", "ins", "label", "link", "main", "mark"),
    *("meta", "nav", "o:p", "picture", "section", "source", "span", "strike", "tt", "wbr"),
}
# By the names of elements that people write: "<50 cm>" and "a < b" are text.
_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(SHOWN_TAGS | _WITH_CONTENT | _UNSHOWN))})(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,12}\d{0,2}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|ul|ol|li|div|b|strong|h[1-6])\b.*?&gt;", re.IGNORECASE)
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(_BLOCKS | _HEADINGS | _TABLES))})\b")
_HIGH_HEADING = re.compile(r"<(/?)h[12]\b")
_EMPTY = re.compile(r"<(p|div|li|h[3-6])>(?:\s|&nbsp;|<br>)*</\1>")


def is_html(text: str) -> bool:
    """Whether a description was written as HTML: it has tags, or characters as HTML names them."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def clean(text: str) -> str:
    """The safe subset of a description that is HTML; with elements in it closed and in order."""
    if _ESCAPED_TAG.search(text) and not _TAG.search(text):
        text = unescape(text)  # an export that escaped its HTML once more
    return _CLEANER.clean(text)


def safe_html(description: str) -> SafeString:
    """A description to stand in a page: text in paragraphs, or its safe HTML.

    Scripts, styles, pictures, forms and all handlers are gone; links keep http(s), mail and
    telephone. A heading stands below the page's own two.
    """
    if not description.strip():
        return SafeString()
    if not is_html(description):
        return mark_safe(linebreaks(description, autoescape=True))  # noqa: S308 - escaped there
    html = clean(description)
    if not _BLOCK.search(html):  # bold words in lines: the lines are paragraphs
        html = linebreaks(html)
    html = _EMPTY.sub("", _HIGH_HEADING.sub(r"<\1h3", html))
    return mark_safe(html.strip())  # noqa: S308 - cleaned above
