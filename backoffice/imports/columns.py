"""The columns of the list of imports."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.imports.run.numbers import Number, numbers
from catalog.imports.models import ImportRow, ImportRun

_LISTED = {*ImportRow.Outcome.values, "not_undone"}


@admin.display(description=gettext_lazy("state"), ordering="state")
def state_shown(run: ImportRun) -> SafeString:
    """In a word, with a bar where it is under way."""
    word = badge(run.state, run.get_state_display())
    if not run.is_working:
        return word
    bar = (
        format_html('<progress value="{}" max="{}"></progress>', run.cursor, run.total)
        if run.total
        else format_html("<progress></progress>")
    )
    return format_html(
        '<span data-progress="{}">{} {} <span data-words></span></span>',
        reverse("admin:catalog_importrun_progress", args=[run.pk]),
        word,
        bar,
    )


@admin.display(description=gettext_lazy("products"))
def numbers_shown(run: ImportRun) -> SafeString:
    """How many by outcome and how many could not be undone, each leading to its rows."""
    return format_html_join(
        ", ",
        "{}",
        ((_shown(each),) for each in numbers(run) if each.count and each.name in _LISTED),
    )


def _shown(number: Number) -> SafeString:
    words = f"{number.count:,} {number.label}"
    if not number.address:
        return format_html("{}", words)
    return format_html('<a href="{}">{}</a>', number.address, words)
