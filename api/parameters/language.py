"""In which language an answer is: `?language=de`, as addresses of pages begin with /de/.

A parameter and no header, so that caches keep each language under an address of its own
(docs/adr/0030-languages-in-addresses.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

LANGUAGE = "language"


def is_offered(code: str) -> bool:
    """Whether pages can be read in this language."""
    return code in dict(settings.LANGUAGES)


def language_of(parameters: Mapping[str, str]) -> str:
    """The language asked for; the shop's own without one, or for one that is not offered."""
    wanted = parameters.get(LANGUAGE, "").strip()
    return wanted if is_offered(wanted) else settings.LANGUAGE_CODE


def not_offered(code: str) -> str:
    """The sentence that refuses a language."""
    offered = ", ".join(dict(settings.LANGUAGES))
    return _("This shop does not speak “%(code)s”. Known: %(offered)s.") % {
        "code": code[:20],
        "offered": offered,
    }
