"""Filling in a page of the admin as a browser would: from what the page itself holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings


def filled(page: Any, **changes: object) -> dict[str, object]:
    """The fields of the page's form and of its rows with their values, and some changed."""
    formsets = [each.formset for each in page.context["inline_admin_formsets"]]
    sheets: list[forms.BaseForm] = [page.context["adminform"].form]
    sheets += [sheet for each in formsets for sheet in (each.management_form, *each.forms)]
    sheets += [sheet for each in formsets for sheet in getattr(each, "held_forms", [])]
    values: dict[str, Any] = {}
    for field in (field for sheet in sheets for field in sheet):
        make = getattr(field.field.widget, "as_sent", None)  # of several inputs
        value = field.value()
        values |= make(field.html_name, value) if make else {field.html_name: value}
    # An unticked box sends nothing, and so does a file input of the test client's.
    sent = {
        name: value for name, value in values.items() if value is not None and value is not False
    }
    drafts = [each.draft.form for each in formsets if hasattr(each, "draft")]
    return {**sent, "held_form": "".join(drafts), **changes}


def stored_files() -> set[str]:
    """Every file of a picture in the media folder, with its renditions and unfinished parts."""
    folder = Path(settings.MEDIA_ROOT) / "products"
    return {str(path) for path in folder.rglob("*") if path.is_file()}


def hidden_fields(page: Any) -> dict[str, list[str]]:
    """What the hidden fields of a page would send."""
    found: dict[str, list[str]] = {}
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    for name, value in re.findall(pattern, page.content.decode()):
        found.setdefault(name, []).append(value)
    return found
