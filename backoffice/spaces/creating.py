"""The page on which a space is begun: a recipe, with help, checked as the command checks it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.spaces.doing import to_job
from backoffice.spaces.lasting import told_last_time
from backoffice.spaces.permissions import may
from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import known_encoders
from embeddings.spaces.creation import MAX_RECIPE_CHARACTERS
from evaluation.jobs import JobRefusedError, ask
from evaluation.jobs.lasting import BUILD
from evaluation.jobs.models import JobKind

TEMPLATE = "admin/embeddings/embeddingspace/create.html"


class CreateForm(forms.Form):
    recipe = forms.CharField(
        label=gettext_lazy("Recipe"),
        max_length=MAX_RECIPE_CHARACTERS,
        help_text=gettext_lazy(
            "Encoders joined by +, such as resnet50+lab_color. *0.8 behind one says how much it "
            "counts, :pca128 to how many numbers it is projected."
        ),
        widget=forms.TextInput(
            attrs={"class": "vTextField", "list": "recipes", "autocapitalize": "off"}
        ),
    )
    activates = forms.BooleanField(
        label=gettext_lazy("Let it go live once it is built"),
        required=False,
        help_text=gettext_lazy("Otherwise it waits, and you activate it when you have compared."),
    )


def show_create(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`recipe` in the address fills the form, as where tuning has found one."""
    asked = request.GET.get("recipe", "")[:MAX_RECIPE_CHARACTERS]
    initial = {"recipe": asked or settings.VITRINE_ENCODER}
    form = CreateForm(request.POST or None, initial=initial)
    if not may(request, "change"):
        del form.fields["activates"]  # what shoppers see is not theirs to change
    if form.is_valid():
        try:
            job, is_new = ask(JobKind.CREATE, user=cast(User, request.user), **form.cleaned_data)
        except JobRefusedError as refusal:
            form.add_error("recipe", str(refusal))
        else:
            return to_job(request, job, is_new=is_new)
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            **context,
            "title": _("Create a space"),
            "form": form,
            "encoders": sorted(known_encoders().values(), key=lambda encoder: encoder.name),
            "recipes": _recipes(),
            "pictures": ProductImage.objects.count(),
            "last": told_last_time(BUILD),
        },
    )


def _recipes() -> list[str]:
    """Those that were used here before, the latest first."""
    used = EmbeddingSpace.objects.order_by("-pk").values_list("recipe", flat=True)
    return list(dict.fromkeys([settings.VITRINE_ENCODER, *used]))[:20]
