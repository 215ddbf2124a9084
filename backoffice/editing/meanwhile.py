"""What colleagues did while a form was open, told to whoever has saved it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.editing.rows import SharedRows
from backoffice.history.words import in_words, label_of


def tell_meanwhile(request: HttpRequest, form: Any) -> None:
    """Fields that stay as a colleague has them."""
    model = type(form.instance)
    for name, (before, now) in getattr(form, "passed_over", {}).items():
        told = _("%(field)s was changed meanwhile, from %(before)s to %(now)s, and stays so.") % {
            "field": label_of(model, name),
            "before": in_words(model, name, before),
            "now": in_words(model, name, now),
        }
        messages.info(request, told)


def tell_gone_rows(request: HttpRequest, formsets: Iterable[Any]) -> None:
    """Rows that were on the page and are no longer there."""
    for rows in formsets:
        if isinstance(rows, SharedRows) and rows.gone:
            count = len(rows.gone)
            told = ngettext(
                "%(count)d %(row)s was deleted by somebody else meanwhile.",
                "%(count)d %(rows)s were deleted by somebody else meanwhile.",
                count,
            ) % {
                "count": count,
                "row": rows.model._meta.verbose_name,
                "rows": rows.model._meta.verbose_name_plural,
            }
            messages.warning(request, told)
