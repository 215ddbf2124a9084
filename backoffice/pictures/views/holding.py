"""One picture at a time: the page's script sends each by itself, with its own verdict."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backoffice.demand import demand
from backoffice.pictures.arriving import storage_status
from backoffice.pictures.drafts import draft_of
from backoffice.pictures.entries import Entry
from backoffice.pictures.held_form import HeldForm
from backoffice.pictures.permissions import may_add, may_change, may_edit_product
from backoffice.sent_ids import sent_id
from catalog.images.held.alike import find_alike
from catalog.images.held.draft import Draft
from catalog.images.held.holding import hold_upload, let_go
from catalog.images.validation import PictureRefusedError, ValidationBusyError
from catalog.models import HeldPicture, Product, ProductImage
from infra.files.atomic import StorageUnavailableError

_BUSY = 503


def hold_one(request: HttpRequest) -> HttpResponse:
    """POST picture, and product or held_form, perhaps replaces: {id, html}, or {code, sentence}.

    200 with a picture that may not enter as well: that is the verdict that was asked for. 503 or
    507 for what is the shop's trouble and may pass.
    """
    product = _product(request)
    replaces = _replaced(request, product)
    demand(may_add(request, product) if replaces is None else may_change(request))
    upload = request.FILES.get("picture")
    if upload is None:
        return _say("missing", _("Choose a file."))
    draft = draft_of(request, product)
    try:
        held = hold_upload(draft, upload, name=upload.name or "", replaces=replaces)
    except PictureRefusedError as refused:
        return _say(refused.code, str(refused))
    except ValidationBusyError as busy:
        return _say("busy", str(busy), status=_BUSY)
    except StorageUnavailableError as problem:
        return _say(problem.code, str(problem), status=storage_status(problem))
    return JsonResponse({"id": held.pk, "html": _card(request, draft, held)})


def let_one_go(request: HttpRequest, pk: int) -> HttpResponse:
    """POST product or held_form: the picture is not wanted after all; 200 whether it was there."""
    product = _product(request)
    demand(may_edit_product(request, product))
    return JsonResponse({"let_go": let_go(draft_of(request, product), [pk])})


def _product(request: HttpRequest) -> Product | None:
    number = request.POST.get("product", "")
    if not number:
        return None
    return get_object_or_404(Product.objects.defer("search"), pk=sent_id(number))


def _replaced(request: HttpRequest, product: Product | None) -> ProductImage | None:
    number = request.POST.get("replaces", "")
    if not number:
        return None
    return get_object_or_404(ProductImage, pk=sent_id(number), product=product)


def _card(request: HttpRequest, draft: Draft, held: HeldPicture) -> str:
    """What the page shows of it, the same as if it had been made anew."""
    saved = ProductImage.objects.filter(product=draft.product_id) if draft.product_id else []
    others: list[Any] = [*saved, *HeldPicture.objects.of(draft).exclude(pk=held.pk)]
    others = [other for other in others if other.pk != held.replaces_id]
    form = HeldForm(held)
    entry = Entry(form=form, picture=held, alike=find_alike(held, others))
    template = "replacement" if held.replaces_id else "card"
    context = {"entry": entry, "held_form": form, "may_add": True, "may_change": True}
    return render_to_string(f"backoffice/pictures/{template}.html", context, request=request)


def _say(code: str, sentence: str, *, status: int = 200) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": sentence}, status=status)
