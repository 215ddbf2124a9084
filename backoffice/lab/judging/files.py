"""Judgements to a file and back."""

from __future__ import annotations

import io

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from backoffice.demand import demand
from backoffice.imports.downloads.sending import CSV, as_download
from backoffice.lab.permissions import may_judge, may_look, person
from evaluation.judgements.files import (
    JudgementFileRefusedError,
    import_judgements,
    judgement_rows,
)
from evaluation.judgements.models import Judgement
from infra.files.csv_text import as_csv


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )


@require_safe
def send_judgements(request: HttpRequest) -> HttpResponseBase:
    """All judgements as CSV, by SKU."""
    demand(may_look(request))
    judgements = Judgement.objects.select_related("asked", "shown", "user")
    rows = judgement_rows(judgements.order_by("pk").iterator(chunk_size=1_000))
    return as_download(as_csv(rows), name="judgements.csv", kind=CSV)


@require_POST
def take_judgements(request: HttpRequest) -> HttpResponse:
    """Keep a file's judgements as the sender's own words."""
    demand(may_judge(request))
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            text = io.TextIOWrapper(upload.file, encoding="utf-8-sig", newline="")
            kept, left = import_judgements(text, user=person(request))
            words = _("%(kept)d judgements were kept, %(left)d rows left out.")
            messages.success(request, words % {"kept": kept, "left": left})
        except JudgementFileRefusedError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose a file first."))
    return HttpResponseRedirect(reverse("admin:evaluation_judgement_changelist"))
