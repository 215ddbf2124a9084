"""A word on a coloured background: how the admin shows in which state something is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge(kind: str, words: str | Promise) -> SafeString:
    """kind: a state's own name, or `none`; vitrine.css has a colour for each."""
    return format_html('<span class="badge badge-{}">{}</span>', kind, words)
