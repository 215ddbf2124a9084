"""Files that came with a product's form are kept before anything else of the form is looked at.

So a mistake in another field, or one bad file, costs none of the good ones; and each is decoded,
stored and forgotten before the next, so that many need no more memory than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from backoffice.pictures.drafts import draft_of
from backoffice.pictures.permissions import may_add, may_change
from backoffice.sent_ids import sent_id
from catalog.images.held.holding import hold_upload, let_go
from catalog.images.validation import PictureRefusedError, ValidationBusyError
from catalog.models import Product, ProductImage
from infra.files.atomic import StorageUnavailableError

NEW_PICTURES = "new_pictures"
_KEPT = "vitrine.arrived_pictures"
_FULL, _UNAVAILABLE = 507, 503


@dataclass
class Arrival:
    """What became of the files of one form."""

    held: list[int] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """A sentence for each file that was not taken, with its name."""
    status: int = 200
    """Of the answer: 507 or 503 where it was no file's fault."""


def answer_with_uploads(
    request: HttpRequest, product: Product | None, make_page: Callable[[], HttpResponse]
) -> HttpResponse:
    """Hold the files of the form, and then see what else there is in it.

    Before the transaction of the form, so that they stay whatever becomes of it.
    """
    arrival = _take_uploads(request, product)
    response = make_page()
    if 300 <= response.status_code < 400:
        # Saved. What is held still belongs to a form that had been saved before: a second click.
        let_go(draft_of(request, product), arrival.held)
    elif response.status_code == 200:
        response.status_code = arrival.status
    return response


def _take_uploads(request: HttpRequest, product: Product | None) -> Arrival:
    """Hold every file of the form that is a picture; whoever may add none has none taken."""
    arrival = Arrival()
    request.META[_KEPT] = arrival
    draft = draft_of(request, product)
    for upload, replaces in _uploads(request, product):
        shown = shown_name(upload.name or "")
        try:
            held = hold_upload(draft, upload, name=upload.name or "", replaces=replaces)
        except PictureRefusedError as refused:
            arrival.refusals.append(f"{shown}: {refused}")
        except ValidationBusyError as busy:
            arrival.refusals.append(f"{shown}: {busy}")
            break  # each of the others would wait as long for the same answer
        except StorageUnavailableError as problem:
            arrival.refusals.append(f"{shown}: {problem}")
            arrival.status = storage_status(problem)
            break
        else:
            arrival.held.append(held.pk)
    if arrival.refusals:
        arrival.refusals.append(_rest(arrival))
    return arrival


def arrived(request: HttpRequest) -> Arrival:
    """What became of the files of this request."""
    found: Arrival = request.META.get(_KEPT) or Arrival()
    return found


def storage_status(problem: StorageUnavailableError) -> int:
    return _FULL if problem.code == "full" else _UNAVAILABLE


def shown_name(name: str) -> str:
    """A file's name as part of a sentence: short, and never turning the text around it."""
    return f"\N{FIRST STRONG ISOLATE}{Truncator(name).chars(60)}\N{POP DIRECTIONAL ISOLATE}"


def _rest(arrival: Arrival) -> str:
    if arrival.held:
        return _("Nothing was saved yet. The good pictures are kept: they stand below.")
    return _("Nothing was saved yet.")


def _uploads(
    request: HttpRequest, product: Product | None
) -> Iterator[tuple[UploadedFile[bytes], ProductImage | None]]:
    """The files of the form, with the picture in whose place each comes."""
    if may_add(request, product):
        for upload in request.FILES.getlist(NEW_PICTURES):
            yield upload, None
    if product is None or not may_change(request):
        return
    for name in request.FILES:
        prefix = name.removesuffix("-picture")
        if prefix != name:
            number = sent_id(request.POST.get(f"{prefix}-id", ""))
            image = product.images.filter(pk=number).first()
            if image is not None:
                for upload in request.FILES.getlist(name)[:1]:
                    yield upload, image
