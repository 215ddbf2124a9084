"""Answers for other origins that any cache may share."""

from __future__ import annotations

from corsheaders.conf import conf
from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class SharedCorsMiddleware(CorsMiddleware):
    """Where all origins may call, the answer is the same for each, asked from a page or not.

    By itself the library tells only who names an origin, so a cache would have to keep an answer
    for each of them.
    """

    def add_response_headers(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().add_response_headers(request, response)
        if conf.CORS_ALLOW_ALL_ORIGINS and self.is_enabled(request):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = ", ".join(conf.CORS_EXPOSE_HEADERS)
            names = [name.strip() for name in response["Vary"].split(",")]
            response["Vary"] = ", ".join(name for name in names if name.lower() != "origin")
            if not response["Vary"]:
                del response["Vary"]
        return response
