"""A photo to ask with: let in as a shopper's is, kept as long, and counted nowhere."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from backoffice.demand import demand
from backoffice.lab.permissions import may_look
from catalog.images.validation import (
    PHOTO_LIMITS,
    PictureRefusedError,
    ValidationBusyError,
    validate_picture,
)
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from embeddings.photos.store import keep_photo, read_photo
from web.photo_errors import photo_problem
from web.photo_places import photo_place

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("or a photo"), widget=forms.FileInput(attrs={"accept": "image/*"})
    )


def is_photo_id(text: str) -> bool:
    """Whether it is formed like one, so that nothing else reaches the cache."""
    return _ID.fullmatch(text) is not None


@require_POST
def send_photo(request: HttpRequest) -> HttpResponse:
    """Keep a photo and go to the lab with it; what is wrong with it is said there."""
    demand(may_look(request))
    address = reverse("admin:evaluation_judgement_lab")
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a photo first."))
        return HttpResponseRedirect(address)
    try:
        with photo_place():
            picture = validate_picture(form.cleaned_data["photo"], limits=PHOTO_LIMITS)
            photo = keep_photo(picture.jpeg, counts=False)
    except (PictureRefusedError, ValidationBusyError, PhotosUnavailableError) as error:
        told = photo_problem(error)
        messages.error(request, told.sentence if told else str(error))
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}?photo={photo.id}")


@require_safe
@cache_control(private=True, no_store=True)
def show_photo(request: HttpRequest, photo: str) -> HttpResponse:
    """The photo itself."""
    demand(may_look(request))
    try:
        return HttpResponse(read_photo(photo), content_type="image/jpeg")
    except PhotoGoneError:
        return HttpResponse(status=404)
    except PhotosUnavailableError:
        return HttpResponse(status=503)
