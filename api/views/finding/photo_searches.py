"""Products that look like a shopper's photo, which is kept for minutes and nowhere written."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any, cast

from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.facets import facets_as_json
from api.answers.look_alikes import PhotoSearchSerializer
from api.parameters.answers import PhotoParameters, PhotoUpload, options_of
from api.parameters.base import Parameters
from api.parameters.filters import filters_of
from api.schema import answers
from api.views.public import PublicView
from catalog.facets.listed import count_now
from embeddings.photos.errors import PhotoGoneError
from embeddings.photos.store import delete_photo
from monitoring.objectives.events import count_complete
from recommendations.photo_search import (
    MOST,
    PhotoSearch,
    repeat_photo_search,
    start_photo_search,
)
from web.photo_places import photo_place
from web.public_address import answered_url
from web.rate_limits import is_within_rate


class PhotoSearchesView(PublicView):
    """Upload a photo."""

    parser_classes = [MultiPartParser]
    costly = {"POST": "photo"}

    @extend_schema(
        operation_id="photo_search_start",
        summary="Search with a photo",
        request={"multipart/form-data": PhotoUpload},
        responses=answers(PhotoSearchSerializer, 400, 409, 411, 413, 415, 503, status=201),
    )
    def post(self, request: Request) -> Response:
        """Upload a photo, or a region of it, and get the products that look like it.

        The photo is kept in memory for 15 minutes under the `id` of the answer, so that it can be
        asked again with other filters or another region; it is never written to a disk. What stays
        is its share in an average over ten photos or more.
        """
        Parameters.read(request.query_params)
        with photo_place():
            asked = PhotoUpload.read(cast(QueryDict, request.data))
            counts = is_within_rate(request, "photo_counted")
            search = start_photo_search(asked["image"], counts=counts, **_options(asked))
            count_complete(search.answer)
        response = _answer(request, search, asked, status=201)
        address = reverse("api:photo-search", args=[search.photo.id])
        response["Location"] = answered_url(request, address)
        return response


class PhotoSearchView(PublicView):
    """A photo uploaded before."""

    costly = {"GET": "photo_again"}

    @extend_schema(
        operation_id="photo_search_again",
        summary="Search again with a photo",
        parameters=[PhotoParameters],
        responses=answers(PhotoSearchSerializer, 400, 404, 409, 503),
    )
    def get(self, request: Request, photo: str) -> Response:
        """The same photo with another region or other filters, without another upload."""
        asked = PhotoParameters.read(request.query_params)
        # What is found in the photo is known already; another region is a worker's work.
        with photo_place() if "region" in asked else nullcontext():
            search = repeat_photo_search(photo, **_options(asked))
        return _answer(request, search, asked)

    @extend_schema(
        operation_id="photo_search_delete",
        summary="Forget a photo",
        responses=answers(None, 400, 404, 503, status=204),
    )
    def delete(self, request: Request, photo: str) -> Response:
        """Forget a photo, and all that was made of it, at once."""
        Parameters.read(request.query_params)
        if not delete_photo(photo):
            raise PhotoGoneError(photo)
        return Response(status=204)


def _options(asked: dict[str, Any]) -> dict[str, Any]:
    options = replace(options_of(asked), counted=MOST if asked["facets"] else 0)
    return {"region": asked.get("region"), "options": options}


def _answer(
    request: Request, search: PhotoSearch, asked: dict[str, Any], *, status: int = 200
) -> Response:
    data = PhotoSearchSerializer(search, context={"request": request}).data
    if asked["facets"]:
        data["facets"] = facets_as_json(count_now(search.near, filters_of(asked)))
    response = Response(data, status=status)
    # A photo is its sender's alone.
    response["Cache-Control"] = "no-store"
    return response
