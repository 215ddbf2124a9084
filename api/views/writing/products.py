"""One product by its SKU: read, written whole, changed, deleted."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.access.idempotent import idempotent
from api.access.permissions import sees_drafts
from api.answers.record import ProductRecordSerializer
from api.bodies.product import ProductBody, ProductPatch, changed_row, whole_row
from api.parameters.base import Parameters
from api.parsers import LongJSONParser
from api.schema import answers
from api.views.catalogue.products import variants_of
from api.views.public import PublicView
from api.views.writing.conditions import etag_of, expected_of
from api.views.writing.machine import machine_of
from api.views.writing.refusals import answering
from api.views.writing.schema import CONDITIONS, IDEMPOTENCY
from catalog.imports.skus import MAX_CHARACTERS, clean_sku
from catalog.models import Product
from catalog.products.machines.finding import find_by_sku
from catalog.products.machines.one import Describe, delete_product, write_product
from catalog.translations.reading import put_into_words


class ProductBySkuView(PublicView):
    """A product by the number that other programs know it by."""

    parser_classes = [LongJSONParser]
    scopes = dict.fromkeys(("PUT", "PATCH", "DELETE"), "write")

    @extend_schema(
        operation_id="product_by_sku",
        summary="One product by its SKU",
        responses=answers(ProductRecordSerializer, 400, 401, 403, 404),
    )
    def get(self, request: Request, sku: str) -> Response:
        """Everything about a product. With a key that may write or see drafts: those, too, with
        what only staff see, and an `ETag` to write by."""
        Parameters.read(request.query_params)
        product = find_by_sku(sku)
        if product is None or not (product.is_published or sees_drafts(request)):
            raise Http404
        return _answer(request, product.pk)

    @extend_schema(
        operation_id="product_put",
        summary="Write a product",
        parameters=[*CONDITIONS, IDEMPOTENCY],
        request=ProductBody,
        responses={
            **answers(ProductRecordSerializer, 400, 401, 403, 409, 411, 412, 413, 415, 422),
            **answers(ProductRecordSerializer, 400, status=201),
        },
    )
    @idempotent
    def put(self, request: Request, sku: str) -> Response:
        """Make a product, or write all of the one that there is: what may be left out and is, is
        emptied. Pictures stay as they are."""
        Parameters.read(request.query_params)
        body = ProductBody.read(request.data)
        wanted = _new_sku(sku)
        return _write(
            request, wanted, lambda there: whole_row(wanted, body, there), may_create=True
        )

    @extend_schema(
        operation_id="product_patch",
        summary="Change a product",
        parameters=[*CONDITIONS, IDEMPOTENCY],
        request=ProductPatch,
        responses=answers(
            ProductRecordSerializer, 400, 401, 403, 404, 409, 411, 412, 413, 415, 422
        ),
    )
    @idempotent
    def patch(self, request: Request, sku: str) -> Response:
        """Change what is named, and leave everything else."""
        Parameters.read(request.query_params)
        body = ProductPatch.read(request.data, partial=True)
        return _write(request, sku, lambda there: changed_row(sku, body, there), may_create=False)

    @extend_schema(
        operation_id="product_delete",
        summary="Delete a product",
        parameters=CONDITIONS,
        responses=answers(None, 400, 401, 403, 404, 409, 412, status=204),
    )
    def delete(self, request: Request, sku: str) -> Response:
        """Delete a product with its pictures."""
        Parameters.read(request.query_params)
        with answering():
            delete_product(sku, machine=machine_of(request), expected=expected_of(request))
        return Response(status=204)


def _new_sku(text: str) -> str:
    sku = clean_sku(text)
    if not 0 < len(sku) <= MAX_CHARACTERS:
        sentence = _("An SKU has 1 to %(most)s characters.") % {"most": MAX_CHARACTERS}
        raise ValidationError({"sku": [sentence]}, "invalid")
    return sku


def _write(request: Request, sku: str, describe: Describe, *, may_create: bool) -> Response:
    with answering():
        written = write_product(
            sku,
            describe,
            machine=machine_of(request),
            expected=expected_of(request),
            may_create=may_create,
        )
    return _answer(request, written.product.pk, status=201 if written.is_new else 200)


def _answer(request: Request, pk: int, *, status: int = 200) -> Response:
    product = Product.objects.for_detail().get(pk=pk)
    etag = etag_of(product)
    put_into_words(product)
    put_into_words(product.category)
    context: dict[str, Any] = {"request": request, "variants": variants_of(product)}
    response = Response(ProductRecordSerializer(product, context=context).data, status=status)
    if sees_drafts(request):
        response["ETag"] = etag
    return response
