"""The API's description, for programs and for people; works without the internet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.parameters.base import Parameters
from api.schema import build_schema
from api.views.public import PublicView


class SchemaView(PublicView):
    """OpenAPI."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """This API as an OpenAPI 3 document."""
        Parameters.read(request.query_params)
        return Response(build_schema())


class DocsView(View):
    """A page to read about the API and to try it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "api/docs.html")
