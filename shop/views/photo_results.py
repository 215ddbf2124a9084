"""What looks like a shopper's photo; the photo itself, for its shopper only; and forgetting it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from catalog.categories.kept import kept_tree
from catalog.facets.listed import count_now
from catalog.models import Product
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from embeddings.photos.store import delete_photo, read_photo
from embeddings.photos.vector import look_at_photo
from embeddings.spaces.live import live_space
from embeddings.spaces.snapshot import SpaceSnapshot
from recommendations.photo_search import MOST, PhotoSearch, repeat_photo_search
from recommendations.request.question import SearchOptions
from recommendations.request.wish import Wish, WordsRefusedError
from shop.forms.photo_filter import SIDES, PhotoFilterForm
from shop.lists.narrowing import narrow
from shop.pages import render_page
from shop.photos.choice import read_photo_choice
from shop.photos.parts import default_frame, frame_of, parts_of
from shop.photos.problems import PhotoSearchError, told_to_shoppers
from shop.photos.wishes import photo_wishes
from shop.same_origin import from_own_pages
from web.photo_places import photo_place
from web.rate_limits import check_rate

LIMIT = 24

# Neither a proxy nor the browser's own cache may keep what a shopper can delete.
private = cache_control(private=True, no_store=True)


@require_safe
@private
def photo_results(request: HttpRequest, photo_id: str) -> HttpResponse:
    """The photo beside what looks like it, with a frame to draw on it and filters."""
    tree = kept_tree()
    space = live_space()
    form = PhotoFilterForm(
        request.GET.dict(), blocks={block.name for block in space.blocks} if space else set()
    )
    form.is_valid()  # what makes no sense does not count, and the form says so
    choice = read_photo_choice(request.GET, form, tree=tree)
    problem = None
    frame = None
    search = None
    context: dict[str, Any] = {"parts": []}
    try:
        with told_to_shoppers():
            if form.region is not None:
                check_rate(request, "photo_again")
            options = SearchOptions(
                filters=replace(choice.conditions, in_stock=not form.cleaned_data.get("sold_out")),
                wish=form.wish,
                weights=form.weights,
                min_match=form.min_match,
                limit=MOST if request.GET.get("all") else LIMIT,
                counted=MOST,
            )
            # What the shop finds is known already; another region is a worker's work.
            with photo_place() if form.region is not None else nullcontext():
                search = _search(photo_id, form, options, space)
            frame = frame_of(search.look.part)
            if space is not None:
                context["wishes"] = photo_wishes(search, space, request.GET, form.wish)
            context |= {
                "nearest": form.min_match is not None,
                "parts": parts_of(search.look),
            }
    except PhotoGoneError:
        return render_page(request, "shop/photo_gone.html", tree=tree, status=410)
    except PhotoSearchError as error:
        problem = error.problem
    frame = form.frame if frame is None or form.region else frame
    form.show_frame(frame)
    near = search.near if search else Product.objects.none()
    return render_page(
        request,
        "shop/photo_results.html",
        tree=tree,
        photo_id=photo_id,
        form=form,
        search=search,
        list=narrow(
            near,
            choice,
            counted=count_now(near, choice.conditions, families=True),
            tree=tree,
        ),
        counts_all=search is None or len(search.counted) < MOST,
        frame=frame,
        is_whole=frame == SIDES,
        problem=problem.sentence if problem else "",
        retry_after=problem.retry_after_seconds if problem else None,
        status=problem.status if problem else 200,
        headers=problem.headers if problem else None,
        **context,
    )


def _search(
    photo_id: str, form: PhotoFilterForm, options: SearchOptions, space: SpaceSnapshot | None
) -> PhotoSearch:
    """With the words beside the photo; where they say nothing, the form tells so, and without."""
    region = form.region
    if region and space and form.frame == default_frame(look_at_photo(photo_id, space=space)):
        region = None  # the form brings back the frame that the shop drew, of several things too
    try:
        return repeat_photo_search(photo_id, region=region, options=options)
    except WordsRefusedError as error:
        form.add_error("words" if error.field == "words" else None, str(error))
        options = replace(options, wish=Wish())
        return repeat_photo_search(photo_id, region=region, options=options)


@require_safe
@private
def photo_image(request: HttpRequest, photo_id: str) -> HttpResponse:
    """The photo, for the one who knows its id."""
    try:
        response = HttpResponse(read_photo(photo_id), content_type="image/jpeg")
    except PhotoGoneError:
        return HttpResponse("gone", status=410, content_type="text/plain")
    except PhotosUnavailableError as error:
        response = HttpResponse("try again", status=503, content_type="text/plain")
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@from_own_pages
@require_POST
def forget_photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Delete the photo and all that was made of it, at once."""
    try:
        delete_photo(photo_id)
    except PhotosUnavailableError:
        messages.error(
            request, _("Your photo could not be deleted just now; it expires by itself.")
        )
    else:
        messages.success(request, _("Your photo is forgotten."))
    return redirect("shop:photo")
