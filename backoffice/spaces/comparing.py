"""The page on which two spaces are chosen to be compared."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.spaces.doing import to_job
from backoffice.spaces.lasting import told_last_time
from backoffice.spaces.permissions import demand
from embeddings.models import EmbeddingSpace
from evaluation.jobs import JobRefusedError, ask
from evaluation.jobs.models import JobKind

TEMPLATE = "admin/embeddings/embeddingspace/compare.html"


class CompareForm(forms.Form):
    space = forms.ModelChoiceField(EmbeddingSpace.objects.active(), label=gettext_lazy("Space"))
    other = forms.ModelChoiceField(
        EmbeddingSpace.objects.active(), label=gettext_lazy("Compared with")
    )


def show_compare(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`space` and `other` in the address fill the form; else the live one and the newest other."""
    demand(request, "change")
    form = CompareForm(request.POST or None, initial=_initial(request))
    if form.is_valid():
        try:
            job, is_new = ask(JobKind.COMPARE, user=cast(User, request.user), **form.cleaned_data)
        except JobRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return to_job(request, job, is_new=is_new)
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            **context,
            "title": _("Compare two spaces"),
            "form": form,
            "last": told_last_time(JobKind.COMPARE),
        },
    )


def _initial(request: HttpRequest) -> dict[str, Any]:
    spaces = list(EmbeddingSpace.objects.active())
    first = next(iter(spaces), None)
    second = max(spaces[1:], key=lambda space: space.pk, default=None)
    return {
        "space": request.GET.get("space") or first,
        "other": request.GET.get("other") or second,
    }
