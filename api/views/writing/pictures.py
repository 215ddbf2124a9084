"""A product's pictures: sent as files or by address, described, put in order, deleted."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, QueryDict
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.access.idempotent import idempotent
from api.answers.pictures import PicturesSerializer, SentPictureSerializer
from api.bodies.pictures import (
    PictureAddresses,
    PictureDescription,
    PictureOrder,
    PictureUpload,
)
from api.parameters.base import Parameters
from api.parsers import LongJSONParser
from api.schema import answers
from api.views.public import PublicView
from api.views.writing.machine import machine_of
from api.views.writing.refusals import answering
from api.views.writing.schema import IDEMPOTENCY
from catalog.images.validation import validate_picture
from catalog.imports.requested.asking import Asked, ask_for_pictures
from catalog.models import Product, ProductImage
from catalog.products.machines.finding import find_by_sku
from catalog.products.machines.pictures import (
    delete_picture,
    describe_picture,
    order_pictures,
    send_picture,
)
from embeddings.picture_states import states_of

WRITES = (400, 401, 403, 404, 409, 411, 413, 415, 422, 507)


class PicturesView(PublicView):
    """All pictures of a product."""

    parser_classes = [MultiPartParser, LongJSONParser]
    scopes = dict.fromkeys(("GET", "POST", "PATCH"), "write")

    @extend_schema(
        operation_id="pictures",
        summary="Pictures of a product",
        responses=answers(PicturesSerializer, 400, 401, 403, 404),
    )
    def get(self, request: Request, sku: str) -> Response:
        """Each with how far it is on its way to being compared; and what became of pictures that
        were asked for by their addresses."""
        Parameters.read(request.query_params)
        return _all_of(request, _product(sku))

    @extend_schema(
        operation_id="picture_send",
        summary="Send pictures",
        parameters=[IDEMPOTENCY],
        request={"multipart/form-data": PictureUpload, "application/json": PictureAddresses},
        responses={
            **answers(SentPictureSerializer, *WRITES),
            201: OpenApiResponse(SentPictureSerializer, description="The picture is new."),
            202: OpenApiResponse(PicturesSerializer, description="They are fetched by a worker."),
        },
    )
    @idempotent
    def post(self, request: Request, sku: str) -> Response:
        """One picture as a file, or several by their addresses, which a worker fetches.

        A file that the product has already is not added again (200)."""
        Parameters.read(request.query_params)
        product = _product(sku)
        if isinstance(request.data, QueryDict):
            return _take_file(request, product)
        body = PictureAddresses.read(request.data)
        asked = [
            Asked(address=each["url"], alt=each.get("alt"), position=each.get("position"))
            for each in body["pictures"]
        ]
        with answering():
            ask_for_pictures(product, asked, machine=machine_of(request))
        return _all_of(request, product, status=202)

    @extend_schema(
        operation_id="pictures_order",
        summary="Put pictures in order",
        parameters=[IDEMPOTENCY],
        request=PictureOrder,
        responses=answers(PicturesSerializer, *WRITES),
    )
    @idempotent
    def patch(self, request: Request, sku: str) -> Response:
        """The first becomes the cover."""
        Parameters.read(request.query_params)
        product = _product(sku)
        body = PictureOrder.read(request.data)
        with answering():
            order_pictures(product, body["order"], machine=machine_of(request))
        return _all_of(request, product)


class PictureView(PublicView):
    """One picture of a product."""

    parser_classes = [LongJSONParser]
    scopes = dict.fromkeys(("PATCH", "DELETE"), "write")

    @extend_schema(
        operation_id="picture_describe",
        summary="Describe a picture",
        parameters=[IDEMPOTENCY],
        request=PictureDescription,
        responses=answers(SentPictureSerializer, *WRITES),
    )
    @idempotent
    def patch(self, request: Request, sku: str, picture: int) -> Response:
        """Say what it shows, to those who cannot see."""
        Parameters.read(request.query_params)
        body = PictureDescription.read(request.data)
        product = _product(sku)
        with answering():
            image = describe_picture(product, picture, alt=body["alt"], machine=machine_of(request))
        return Response(_shown(request, image))

    @extend_schema(
        operation_id="picture_delete",
        summary="Delete a picture",
        responses=answers(None, 400, 401, 403, 404, status=204),
    )
    def delete(self, request: Request, sku: str, picture: int) -> Response:
        """Delete it with its file."""
        Parameters.read(request.query_params)
        with answering():
            delete_picture(_product(sku), picture, machine=machine_of(request))
        return Response(status=204)


def _product(sku: str) -> Product:
    product = find_by_sku(sku)
    if product is None:
        raise Http404
    return product


def _take_file(request: Request, product: Product) -> Response:
    sent = PictureUpload.read(cast(QueryDict, request.data))
    picture = validate_picture(sent["image"])
    with answering():
        image, is_new = send_picture(
            product,
            picture,
            alt=sent.get("alt"),
            position=sent.get("position"),
            machine=machine_of(request),
        )
    return Response(_shown(request, image), status=201 if is_new else 200)


def _shown(request: Request, image: ProductImage) -> Any:
    context = {"request": request, "states": states_of([image.pk])}
    return SentPictureSerializer(image, context=context).data


def _all_of(request: Request, product: Product, *, status: int = 200) -> Response:
    images = list(product.images.select_related("product").defer("product__search"))
    context = {"request": request, "states": states_of([image.pk for image in images])}
    body = {"results": images, "requested": product.requested_pictures.all()}
    return Response(PicturesSerializer(body, context=context).data, status=status)
