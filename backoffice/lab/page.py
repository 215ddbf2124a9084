"""The lab's page: what is asked, both sides, and what is common to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.demand import demand
from backoffice.lab.asked import NothingAskedError, find_product, product_by_id
from backoffice.lab.permissions import may_judge, may_look
from backoffice.lab.photo import PhotoForm, is_photo_id
from backoffice.lab.sides.form import setting_forms
from backoffice.lab.sides.side import Side, make_side
from backoffice.lab.sides.slot import small
from catalog.models import Product
from catalog.product_cards import CardPicture, read_cards
from embeddings.models import EmbeddingSpace
from evaluation.judgements.models import Judgement, Verdict

TEMPLATE = "admin/evaluation/judgement/lab.html"


class AskedForm(forms.Form):
    """Which product is asked with."""

    product = forms.ModelChoiceField(
        Product.objects.all(),
        label=gettext_lazy("Product"),
        required=False,
        widget=AutocompleteSelect(Judgement._meta.get_field("asked"), admin.site),
    )
    q = forms.CharField(
        label=gettext_lazy("or its address or SKU"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField", "spellcheck": "false"}),
    )


def show_lab(request: HttpRequest) -> HttpResponse:
    """Whoever may look sees it; all that is asked stands in the address."""
    demand(may_look(request))
    said = {name: value for name, value in request.GET.dict().items() if value}
    product, problem = _asked(said)
    photo = said.get("photo", "")
    if product or problem or not is_photo_id(photo):
        photo = ""
    sides = [make_side(request, form, product=product, photo=photo) for form in setting_forms(said)]
    asked_form = AskedForm(initial={"product": product.pk if product else None})
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **context_of(request, _("Similarity lab")),
            "media": asked_form.media,
            "asked_form": asked_form,
            "photo_form": PhotoForm(),
            "product": product,
            "asked_picture": small(_cover_of(product)),
            "photo": photo,
            "problem": problem,
            "sides": sides,
            "notes": _notes(product, sides),
            "verdicts": Verdict.choices,
            "may_judge": bool(product) and may_judge(request),
            "may_grade": may_judge(request),
            "has_space": EmbeddingSpace.objects.live() is not None,
        },
    )


def _asked(said: dict[str, str]) -> tuple[Product | None, str]:
    try:
        if "q" in said:
            return find_product(said["q"]), ""
        if "product" in said:
            return product_by_id(said["product"]), ""
    except NothingAskedError as error:
        return None, str(error)
    return None, ""


def _cover_of(product: Product | None) -> CardPicture | None:
    cards = read_cards([product.pk]) if product else []
    return cards[0].cover if cards else None


def _notes(product: Product | None, sides: list[Side]) -> list[str]:
    """What one should know of the asked product."""
    if product is None:
        return []
    notes: list[str] = []
    if not product.is_published:
        notes.append(_("This product is not published; shoppers do not see its page."))
    if not product.images.exists():
        notes.append(_("This product has no picture, so nothing can be compared with it."))
    elif any(side.answer and side.answer.fallback for side in sides):
        notes.append(
            _(
                "Its pictures are not compared yet, or are left out of comparing; the newest of "
                "its category stand in."
            )
        )
    return notes


def context_of(request: HttpRequest, title: str) -> dict[str, Any]:
    """What all pages of the lab need."""
    return {**admin.site.each_context(request), "title": title, "opts": Judgement._meta}
