"""Stock and prices of up to 1,000 products in one call."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access.idempotent import idempotent
from api.bodies.stock import BadRow, StockBody, read_rows
from api.parameters.base import Parameters
from api.parsers import LongJSONParser
from api.schema import FaultSerializer, answers
from api.views.public import PublicView
from api.views.writing.machine import machine_of
from api.views.writing.refusals import faults
from api.views.writing.schema import IDEMPOTENCY
from catalog.imports.runs.products.compare import Comparison
from catalog.products.machines.stock import write_stock
from catalog.products.writing import Outcome

OUTCOMES = [str(each) for each in (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED)]


class StockResultSerializer(serializers.Serializer[Any]):
    """What became of a row."""

    sku = serializers.CharField(allow_null=True, help_text="As sent; null where it is no text.")
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    errors = FaultSerializer(many=True)  # type: ignore[assignment]


class StockResultsSerializer(serializers.Serializer[Any]):
    """What became of the rows, in their order."""

    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = StockResultSerializer(many=True)


class StockBulkView(PublicView):
    """Many products at once."""

    parser_classes = [LongJSONParser]
    scopes = {"POST": "write"}

    @extend_schema(
        operation_id="stock_bulk",
        summary="Write stock and prices",
        parameters=[IDEMPOTENCY],
        request=StockBody,
        responses=answers(StockResultsSerializer, 400, 401, 403, 409, 411, 413, 415, 422),
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Stock, price or both of up to 1,000 products by their SKUs; a bad row costs no other."""
        Parameters.read(request.query_params)
        body: Any = request.data
        read = read_rows(body)
        good = [row for row in read if not isinstance(row, BadRow)]
        written = iter(write_stock(good, machine=machine_of(request)))
        results = [
            _result(sent, row if isinstance(row, BadRow) else next(written))
            for sent, row in zip(body["rows"], read, strict=True)
        ]
        counts = {name: sum(each["outcome"] == name for each in results) for name in OUTCOMES}
        return Response({**counts, "results": results})


def _result(sent: Any, found: Comparison | BadRow) -> dict[str, Any]:
    sku = sent.get("sku") if isinstance(sent, dict) else None
    if isinstance(found, BadRow):
        outcome, errors = Outcome.REFUSED, found.errors
    else:
        outcome, errors = found.outcome, faults(found.problems)
    return {
        "sku": sku[:80] if isinstance(sku, str) else None,
        "outcome": str(outcome),
        "errors": errors,
    }
