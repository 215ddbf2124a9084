"""What was being edited has been deleted meanwhile: a sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.editing.form import OPENED
from backoffice.history.words import label_of, moment
from backoffice.sent_ids import sent_id
from catalog.history import Change
from catalog.history.recording import kind_of

_GONE = 410


def answer_gone(model_admin: Any, request: HttpRequest, pk: str, *, problem: str) -> HttpResponse:
    """Who may add has all of it in the form for a new one; who may not can copy it.

    problem: under which name of `request.META` the form is told why it is not saved.
    """
    sentence = _sentence(model_admin, pk)
    if model_admin.has_add_permission(request):
        opts = model_admin.opts
        request.POST = _without_rows(request.POST)
        request.META[problem] = sentence + " " + _("Save it to add it anew with what you typed.")
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
        response = model_admin.changeform_view(request, None, form_url=address)
    else:
        context = {
            **model_admin.admin_site.each_context(request),
            "title": sentence,
            "opts": model_admin.opts,
            "typed": list(_typed(model_admin.model, request)),
        }
        response = TemplateResponse(request, "backoffice/gone.html", context)
    response.status_code = _GONE
    return response  # type: ignore[no-any-return]


def _sentence(model_admin: Any, pk: str) -> str:
    deleted = Change.objects.filter(
        kind=kind_of(model_admin.model),
        object_id=sent_id(pk),
        action=Change.Action.DELETED,
    ).first()
    name = model_admin.opts.verbose_name
    if deleted is None:
        return _("This %(thing)s has been deleted meanwhile.") % {"thing": name}
    return _("%(who)s deleted this %(thing)s meanwhile (%(when)s).") % {
        "thing": name,
        "who": deleted.user_name or _("A program"),
        "when": moment(deleted.at),
    }


def _without_rows(sent: Any) -> Any:
    """As sent for something new: what it was opened with counts no more, and its rows are gone."""
    new = sent.copy()
    new.pop(OPENED, None)
    for name in list(new):
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")):
            new[name] = "0"
    return new


def _typed(model: Any, request: HttpRequest) -> Iterator[tuple[str, str]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, Field) and (value := request.POST.get(field.name)):
            yield label_of(model, field.name), value
