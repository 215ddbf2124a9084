"""The history of one thing: by forms, many at once, programs, imports; and older notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest

from backoffice.history.lines import Line, line_of_change, line_of_import, line_of_note
from catalog.history import Change
from catalog.history.recording import kind_of
from catalog.imports.models import ImportRow
from catalog.models import Product

PAGE_SIZE = 50
MOST = 1_000
"""Of each source, the newest: whoever looks for more has the database."""


def history_context(request: HttpRequest, thing: Model) -> dict[str, Any]:
    """What the template needs, the newest first."""
    lines = sorted(_lines(request, thing), key=lambda line: line.at, reverse=True)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("p"))
    return {"page": page, "pages": page.paginator.get_elided_page_range(page.number)}


def _lines(request: HttpRequest, thing: Model) -> Iterator[Line]:
    kept = list(Change.objects.filter(kind=kind_of(thing), object_id=thing.pk)[:MOST])
    yield from (line_of_change(type(thing), each) for each in kept)
    if isinstance(thing, Product):
        rows = ImportRow.objects.filter(product=thing, is_applied=True).select_related("run__user")
        links = request.user.has_perm("catalog.view_importrun")
        for row in rows.order_by("-pk")[:MOST]:
            if row.changes or row.picture_changes:
                yield line_of_import(row, links=links)
    for note in _older_notes(thing, min((each.at for each in kept), default=None)):
        yield line_of_note(note)


def _older_notes(thing: Model, before: datetime | None) -> list[LogEntry]:
    """Django's own, of the time before values were kept."""
    notes = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(thing), object_id=str(thing.pk)
    )
    if before is not None:
        notes = notes.filter(action_time__lt=before)
    return list(notes.select_related("user").order_by("-action_time")[:MOST])
