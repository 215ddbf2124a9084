"""Words of the field with their meaning behind a question mark, without any script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backoffice.help.empty_states import EmptyState, empty_state_of
from backoffice.help.glossary import TERMS, Term

register = template.Library()


@register.simple_tag
def term(name: str) -> SafeString:
    """name: one of TERMS; a question mark that opens, by keyboard, too."""
    found = TERMS[name]
    return format_html(
        '<details class="term"><summary aria-label="{}">?</summary><span>{}</span></details>',
        _("What is “%(word)s”?") % {"word": found.word},
        found.meaning,
    )


@register.filter
def terms_of(changelist: Any) -> list[tuple[str, Term]]:
    """The words that a list of the admin uses: name and term."""
    return list(_terms(getattr(changelist.model_admin, "glossary", ())))


@register.filter
def empty_state(changelist: Any, user: Any) -> EmptyState | None:
    """What leads on from a list in which there is nothing at all; None where it was narrowed."""
    if changelist.query or changelist.get_query_string(remove=["p", "o", "_popup"]) != "?":
        return None
    return empty_state_of(changelist.opts.label_lower, user)


def _terms(names: tuple[str, ...]) -> Iterator[tuple[str, Term]]:
    for name in names:
        yield capfirst(str(TERMS[name].word)), TERMS[name]
