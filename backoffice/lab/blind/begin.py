"""The page on which a blind test is begun."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.lab.blind.form import BlindTestForm
from backoffice.lab.permissions import person
from evaluation.blind.begin import BlindTestRefusedError, begin_blind_test
from evaluation.blind.models import BlindTest

TEMPLATE = "admin/evaluation/blindtest/begin.html"


def show_begin(request: HttpRequest) -> HttpResponse:
    """The form, and where it is sent, the new test."""
    form = BlindTestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            test = begin_blind_test(
                said["first"], said["second"], questions=said["questions"], user=person(request)
            )
            return HttpResponseRedirect(
                reverse("admin:evaluation_blindtest_change", args=[test.pk])
            )
        except BlindTestRefusedError as error:
            form.add_error(None, str(error))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("New blind test"),
        "opts": BlindTest._meta,
        "form": form,
    }
    return TemplateResponse(request, TEMPLATE, context)
