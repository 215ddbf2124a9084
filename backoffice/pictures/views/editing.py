"""Turning and cropping one picture, on a page of its own or by a button of the product's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.demand import demand
from backoffice.pictures.arriving import storage_status
from backoffice.pictures.drafts import PARAMETER
from backoffice.pictures.permissions import may_change, may_edit_product
from backoffice.pictures.telling import changed_file
from catalog.history import Door, record
from catalog.images.editing import Crop, Turn, edit_picture, original_bytes, restore_original
from catalog.images.validation import PictureRefusedError, ValidationBusyError
from catalog.models import HeldPicture, Product, ProductImage
from infra.files.atomic import StorageUnavailableError

_BACK = "back"
"""Instead of a turn: to what the picture was before any."""
_CONFLICT, _REFUSED, _BUSY, _GONE = 409, 422, 503, 410


class CropForm(forms.Form):
    """Which part of a picture to keep: its edges from the left and the top, in percent."""

    left = forms.FloatField(label=gettext_lazy("left edge"), min_value=0, max_value=100, initial=0)
    top = forms.FloatField(label=gettext_lazy("top edge"), min_value=0, max_value=100, initial=0)
    right = forms.FloatField(
        label=gettext_lazy("right edge"), min_value=0, max_value=100, initial=100
    )
    bottom = forms.FloatField(
        label=gettext_lazy("bottom edge"), min_value=0, max_value=100, initial=100
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            if given["left"] >= given["right"] or given["top"] >= given["bottom"]:
                raise forms.ValidationError(_("Nothing would be left of the picture."))
            if given == {"left": 0, "top": 0, "right": 100, "bottom": 100}:
                raise forms.ValidationError(_("That is the whole picture."))
        return given


def edit_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of a product."""
    demand(may_change(request))
    image = get_object_or_404(ProductImage.objects.select_related("product"), pk=pk)
    back = reverse("admin:catalog_product_change", args=[image.product_id])
    return _edit(request, image, product=image.product, back=back)


def edit_held(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture that a form of whoever asks holds; anybody else's is not found."""
    held = get_object_or_404(
        HeldPicture.objects.select_related("product"), pk=pk, user_id=request.user.pk
    )
    demand(may_edit_product(request, held.product))
    if held.product is None:
        back = reverse("admin:catalog_product_add", query={PARAMETER: held.form})
    else:
        back = reverse("admin:catalog_product_change", args=[held.product.pk])
    return _edit(request, held, product=held.product, back=back)


def _edit(
    request: HttpRequest,
    picture: ProductImage | HeldPicture,
    *,
    product: Product | None,
    back: str,
) -> HttpResponse:
    form = CropForm()
    status = 200
    if request.method == "POST":
        turn = request.POST.get("turn", "")
        form = CropForm(None if turn else request.POST)
        if turn in {*Turn, _BACK} or (not turn and form.is_valid()):
            edit, done = _asked(turn, form)
            sha256 = request.POST.get("sha256", "")
            status, told = _change(picture, partial(edit, sha256=sha256), done, user=request.user)
            if request.accepts("text/html"):
                (messages.success if status == 200 else messages.error)(request, told)
                return HttpResponseRedirect(request.get_full_path())
            seen = {"thumbnail": picture.url_at(160), "sha256": picture.sha256}
            return JsonResponse({"sentence": told, **seen}, status=status)
        status = _REFUSED
    context = {
        **admin.site.each_context(request),
        "opts": Product._meta,
        "title": _("Turn or crop a picture"),
        "picture": picture,
        "product": product,
        "back": back,
        "form": form,
        "original_bytes": original_bytes(picture),
    }
    return TemplateResponse(request, "backoffice/pictures/edit.html", context, status=status)


def _asked(turn: str, form: CropForm) -> tuple[Callable[..., bool], str]:
    """What is to be done to the picture, and the sentence once it is."""
    if turn == _BACK:
        return restore_original, _("The picture is what it was before it was turned or cropped.")
    if turn:
        return partial(edit_picture, change=Turn(turn)), _("The picture was turned.")
    change = Crop(**form.cleaned_data)
    return partial(edit_picture, change=change), _("The picture was cropped.")


def _change(
    picture: ProductImage | HeldPicture, edit: Callable[..., bool], done: str, *, user: Any
) -> tuple[int, str]:
    """The status and the sentence that say what came of it."""
    before = picture.image.name or ""
    try:
        if edit(picture):
            if isinstance(picture, ProductImage):
                changes = changed_file(picture, before=before)
                record([(picture.product, changes)], by=user, door=Door.ADMIN)
            return 200, done
    except PictureRefusedError as refused:
        return _REFUSED, str(refused)
    except ValidationBusyError as busy:
        return _BUSY, str(busy)
    except StorageUnavailableError as problem:
        return storage_status(problem), str(problem)
    except FileNotFoundError:
        return _GONE, _("The picture's file is missing from the media folder. Upload it again.")
    return _CONFLICT, _("The picture was changed meanwhile: look at it before you change it again.")
