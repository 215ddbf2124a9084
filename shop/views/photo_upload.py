"""Where a shopper shows the shop a photo."""

from __future__ import annotations

from typing import IO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.images.validation.limits import MEGAPIXEL, PHOTO_LIMITS
from monitoring.objectives.events import count_complete
from recommendations.photo_search import start_photo_search
from recommendations.request.question import SearchOptions
from shop.forms.photo_upload import PhotoUploadForm
from shop.pages import render_page
from shop.photos.problems import PhotoSearchError, told_to_shoppers
from shop.same_origin import from_own_pages
from web.photo_errors import PhotoProblem
from web.photo_places import photo_place
from web.rate_limits import check_rate, is_within_rate


@from_own_pages
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_photo(request: HttpRequest) -> HttpResponse:
    """The form; a photo sent with it leads on to its results."""
    if request.method != "POST":
        return _page(request, PhotoUploadForm())
    form = PhotoUploadForm()
    try:
        with told_to_shoppers():
            check_rate(request, "photo")  # before the body is looked at
            with photo_place():
                form = PhotoUploadForm(request.POST, request.FILES)
                if form.is_valid():
                    return _search(
                        cast(IO[bytes], form.cleaned_data["image"]),
                        counts=is_within_rate(request, "photo_counted"),
                    )
    except PhotoSearchError as error:
        return _page(request, form, problem=error.problem, waiting=error.photo)
    sentence = str(form.errors["image"][0])
    return _page(request, form, problem=PhotoProblem(status=400, code="invalid", sentence=sentence))


def _search(upload: IO[bytes], *, counts: bool) -> HttpResponseRedirect:
    # One result is enough to know that the photo can be compared; its page asks for all.
    search = start_photo_search(
        upload, options=SearchOptions(limit=1), counts=counts, keeps_waiting=True
    )
    count_complete(search.answer)
    return redirect("shop:photo-results", search.photo.id)


def _page(
    request: HttpRequest,
    upload: PhotoUploadForm,
    *,
    problem: PhotoProblem | None = None,
    waiting: str = "",
) -> HttpResponse:
    """The form, and what went wrong; `waiting`: the id of a photo that nobody has looked at yet."""
    return render_page(
        request,
        "shop/photo_upload.html",
        upload=upload,
        problem=problem.sentence if problem else "",
        waiting=waiting,
        retry_after=problem.retry_after_seconds if problem else None,
        jpeg=PHOTO_LIMITS.max_jpeg_pixels // MEGAPIXEL,
        heic=PHOTO_LIMITS.max_tiled_pixels // MEGAPIXEL,
        others=PHOTO_LIMITS.max_pixels // MEGAPIXEL,
        status=problem.status if problem else 200,
        headers=problem.headers if problem else None,
    )
